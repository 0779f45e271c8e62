// 한 걸음씩 보는 그림: 장면마다 그림이 한 쌍(밝은 것, 어두운 것) 있고 막대로 고릅니다.
// 자바스크립트가 없으면 CSS 가 마지막 장면만 보여 줍니다.
(() => {
  "use strict";
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  const prepare = (figure, number) => {
    const images = [...figure.querySelectorAll("img.frame")];
    const light = images.filter((image) => image.classList.contains("only-light"));
    const dark = images.filter((image) => image.classList.contains("only-dark"));
    const last = light.length - 1;
    const slider = make("input", { type: "range", min: 0, max: last, step: 1, value: 0, id: `frames-${number}` });
    const label = make("label", { htmlFor: slider.id, className: "frames-label" });
    const back = make("button", { type: "button", textContent: "이전", className: "frames-step" });
    const next = make("button", { type: "button", textContent: "다음", className: "frames-step" });
    const bar = make("div", { className: "frames-bar" });
    bar.append(back, slider, next, label);

    const show = (index) => {
      const chosen = Math.min(last, Math.max(0, index));
      for (const list of [light, dark]) {
        list.forEach((image, i) => image.classList.toggle("shown", i === chosen));
      }
      slider.value = chosen;
      label.textContent = `${last + 1}장면 가운데 ${chosen + 1}번째`;
      slider.setAttribute("aria-valuetext", label.textContent);
      back.disabled = chosen === 0;
      next.disabled = chosen === last;
    };
    slider.addEventListener("input", () => show(Number(slider.value)));
    back.addEventListener("click", () => show(Number(slider.value) - 1));
    next.addEventListener("click", () => show(Number(slider.value) + 1));
    figure.append(bar);
    figure.classList.add("frames-ready");
    show(0);
  };

  document.querySelectorAll(".page-figure.frames").forEach(prepare);
})();
