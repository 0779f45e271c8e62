// 처음 쪽의 움직이는 그림. 걷는 식은 라이브러리의 two_valleys 와 minimize 를 그대로 옮긴 것이고,
// 막대의 모든 자리에서 파이썬과 같은지 시험합니다(tests/docs/test_descent_figure.py).
(() => {
  "use strict";
  const f = (x) => x ** 4 - 4 * x ** 2 + x + 1;
  const slope = (x) => 4 * x ** 3 - 8 * x + 1;

  // 걸음마다의 자리와 손실. 손실이 시작할 때의 10¹²배를 넘으면 그 앞까지만 적고 발산이라 합니다.
  const walk = (start, rate, steps) => {
    const limit = 1e12 * (1 + Math.abs(f(start)));
    const xs = [];
    const losses = [];
    for (let t = 0, x = start; t <= steps; t += 1, x -= rate * slope(x)) {
      const loss = f(x);
      if (!(Math.abs(loss) <= limit)) return { xs, losses, diverged: true };
      xs.push(x);
      losses.push(loss);
    }
    return { xs, losses, diverged: false };
  };

  const outcome = ({ xs, losses, diverged }, bottoms, close) => {
    if (diverged) return "diverged";
    const [before, previous, last] = xs.slice(-3);
    for (const [name, [bottom]] of Object.entries(bottoms)) {
      if (Math.abs(last - bottom) < close) return name;
    }
    if (Math.abs(last - before) < close && close < Math.abs(last - previous)) return "between";
    const tail = losses.slice(-6);
    return tail.every((loss, i) => i === 0 || loss < tail[i - 1]) ? "walking" : "restless";
  };

  globalThis.dlconceptsDescent = Object.freeze({ walk, outcome });
  if (typeof document === "undefined") return; // 시험은 브라우저 없이도 위의 둘을 부릅니다

  const PACE = 260; // 한 걸음씩 볼 때의 사이 (ms)
  const fixed = (value, digits) => {
    const text = Math.abs(value) >= 1e4 ? "그림 밖" : value.toFixed(digits);
    return /^-0\.?0*$/.test(text) ? text.slice(1) : text.replace("-", "−");
  };

  const prepare = (box) => {
    const { size, view, steps, close, bottoms, sentences } = JSON.parse(box.dataset.descent);
    const find = (selector) => box.querySelector(selector);
    const drawing = find(".descent-drawing");
    const [start, rate] = [find("#descent-start"), find("#descent-rate")];
    const play = find(".descent-play");
    const dots = find(".descent-steps");
    let path = null;
    let timer = 0;

    const far = (value) => Math.max(-1e4, Math.min(1e4, value)); // 달아난 점도 SVG 가 그릴 수 있게
    const place = (x, y) => [
      far(((x - view.x[0]) / (view.x[1] - view.x[0])) * size[0]).toFixed(1),
      far(((view.y[1] - y) / (view.y[1] - view.y[0])) * size[1]).toFixed(1),
    ];
    const move = (circle, [cx, cy]) => {
      circle.setAttribute("cx", cx);
      circle.setAttribute("cy", cy);
    };
    const say = (name, text) => (find(`[data-name=${name}]`).textContent = text);

    // 처음부터 last 번째 걸음까지 그립니다.
    const draw = (last) => {
      const spots = path.xs.slice(0, last + 1).map((x, i) => place(x, path.losses[i]));
      find(".descent-path").setAttribute("points", spots.join(" "));
      while (dots.children.length < spots.length) dots.append(dots.children[0].cloneNode());
      [...dots.children].forEach((dot, i) => {
        dot.toggleAttribute("hidden", i >= spots.length);
        if (i < spots.length) move(dot, spots[i]);
      });
      move(find(".descent-start"), spots[0]);
      move(find(".descent-ball"), spots[last]);
      const ended = last === path.xs.length - 1;
      say("steps", last);
      say("x", fixed(path.xs[last], 3));
      say("loss", fixed(path.losses[last], 3));
      say("outcome", ended ? sentences[outcome(path, bottoms, close)] : "");
    };

    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = "한 걸음씩 보기";
    };
    const recompute = () => {
      stop();
      for (const input of [start, rate]) {
        const text = fixed(Number(input.value), Number(input.dataset.digits));
        find(`output[for=${input.id}] .value`).textContent = text;
        input.setAttribute("aria-valuetext", text);
      }
      path = walk(Number(start.value), Number(rate.value), steps);
      draw(path.xs.length - 1);
    };
    // 낭독기에는 움직이는 동안이 아니라 멈추었을 때 한 번 알립니다.
    const announce = () => (find(".descent-status").textContent = find(".descent-result").textContent);

    for (const input of [start, rate]) {
      input.addEventListener("input", recompute);
      input.addEventListener("change", announce);
    }
    play.addEventListener("click", () => {
      if (timer) {
        stop();
        draw(path.xs.length - 1);
        return;
      }
      let step = 0;
      draw(step);
      play.textContent = "끝까지 보기";
      timer = setInterval(() => {
        step += 1;
        draw(step);
        if (step < path.xs.length - 1) return;
        stop();
        announce();
      }, PACE);
    });

    // 그림을 누르거나 옆으로 끌어도 시작점이 바뀝니다. 위아래로 미는 것은 화면을 넘기는 손짓입니다.
    const follow = (event) => {
      const frame = drawing.getBoundingClientRect();
      const across = (event.clientX - frame.left) / frame.width;
      start.value = view.x[0] + across * (view.x[1] - view.x[0]);
      recompute();
    };
    drawing.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      drawing.setPointerCapture(event.pointerId);
      follow(event);
    });
    drawing.addEventListener("pointermove", (event) => drawing.hasPointerCapture(event.pointerId) && follow(event));
    drawing.addEventListener("pointerup", announce);
    recompute();
  };

  document.querySelectorAll("[data-descent]").forEach(prepare);
})();
