// 용어의 풀이 카드. 링크(a.term-link)에 적힌 자료로 카드를 만들어 링크 바로 뒤에 둡니다.
// 마우스를 올리거나 키보드로 다가가면 열리고, 카드 위로 옮겨 가도 닫히지 않으며, Esc 로 닫습니다.
// 손가락으로는 한 번 누르면 열리고, 열린 링크를 다시 누르면 용어집으로 갑니다.
(() => {
  "use strict";
  const OPEN_AFTER = 200; // 지나가는 마우스에는 열리지 않습니다 (ms)
  const CLOSE_AFTER = 250; // 카드로 건너갈 시간을 줍니다 (ms)
  const GAP = 6; // 글줄과 카드 사이 (px)
  const EDGE = 12; // 화면 끝과 카드 사이 (px)
  let shown = null; // 열린 카드와 그 링크. 한 번에 하나입니다
  let timer = 0;
  let quiet = false;
  let pointer = ""; // 마지막에 누른 것: mouse, touch, pen

  const make = (tag, className, text = "") =>
    Object.assign(document.createElement(tag), { className, textContent: text });

  const prepare = (link, number) => {
    const { ko, en, definition, page, pageTitle } = link.dataset;
    const card = make("span", "term-card");
    const title = make("strong", "term-card-title", ko);
    const about = make("span", "term-card-about");
    title.id = `term-card-${number}-title`;
    about.id = `term-card-${number}-about`;
    if (en !== ko) {
      about.append(Object.assign(make("span", "term-card-en", en), { lang: "en" }), " ");
    }
    about.append(make("span", "term-card-definition", definition));
    card.append(title, about);
    if (page) {
      const place = make("span", "term-card-page", "배우는 곳: ");
      place.append(Object.assign(make("a", "", pageTitle), { href: page }));
      card.append(place);
    } else if (pageTitle) {
      card.append(make("span", "term-card-page", "바로 이 쪽에서 배웁니다."));
    }
    const glossary = make("span", "term-card-page term-card-touch");
    glossary.append(Object.assign(make("a", "", "용어집에서 보기"), { href: link.href }));
    card.append(glossary);
    card.setAttribute("role", "group");
    card.setAttribute("aria-labelledby", title.id);
    card.setAttribute("popover", "manual"); // 맨 위층에 떠서 표나 접은 글에 잘리지 않습니다
    card.hidden = true;
    link.setAttribute("aria-describedby", about.id);
    link.after(card);
    return card;
  };

  const within = (node) => shown && node instanceof Node && (shown.link.contains(node) || shown.card.contains(node));

  // 링크의 바로 아래에, 자리가 모자라면 위에. 두 줄에 걸친 링크도 가리지 않고, 양옆으로 넘치지 않습니다.
  const place = (link, card, y) => {
    card.style.left = card.style.top = "0";
    const lines = [...link.getClientRects()];
    const line = lines.find((one) => y >= one.top && y <= one.bottom) ?? lines[0]; // 마우스가 있는 줄
    const { top: upper, bottom: lower } = link.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const left = Math.max(EDGE, Math.min(line.left, width - box.width - EDGE));
    const above = upper - GAP - box.height;
    const below = lower + GAP;
    const top = below + box.height <= height - EDGE || above < EDGE ? below : above;
    card.style.left = `${left - box.left}px`;
    card.style.top = `${top - box.top}px`;
  };

  const hide = () => {
    clearTimeout(timer);
    if (!shown) return;
    const { card } = shown;
    shown = null;
    card.hidePopover?.();
    card.hidden = true;
  };

  const show = (link, card, y) => {
    clearTimeout(timer);
    if (shown?.card === card) return;
    hide();
    card.hidden = false;
    card.showPopover?.();
    place(link, card, y);
    shown = { link, card };
  };

  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  document.querySelectorAll("a.term-link[data-definition]").forEach((link, number) => {
    const card = prepare(link, number);
    for (const node of [link, card]) {
      node.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "touch") return;
        if (shown?.card === card) clearTimeout(timer);
        else if (node === link) later(() => show(link, card, event.clientY), OPEN_AFTER);
      });
      node.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "touch") return;
        later(() => shown && !within(document.activeElement) && hide(), CLOSE_AFTER);
      });
      node.addEventListener("focusout", (event) => {
        if (shown?.card === card && !within(event.relatedTarget)) later(hide, CLOSE_AFTER);
      });
    }
    link.addEventListener("focus", () => {
      if (!quiet && link.matches(":focus-visible")) show(link, card);
    });
    card.addEventListener("focusin", () => clearTimeout(timer));
    link.addEventListener("click", (event) => {
      // detail 이 0 이면 키보드나 낭독기가 누른 것입니다: 풀이는 이미 읽었으므로 바로 갑니다.
      if (pointer !== "touch" || event.detail === 0 || shown?.card === card) return;
      event.preventDefault();
      show(link, card, event.clientY);
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    const back = shown.card.contains(document.activeElement) ? shown.link : null;
    hide();
    quiet = true; // 링크로 되돌아간 초점은 카드를 다시 열지 않습니다
    back?.focus();
    quiet = false;
  });
  document.addEventListener(
    "pointerdown",
    (event) => {
      pointer = event.pointerType;
      if (!within(event.target)) hide();
    },
    true,
  );
  addEventListener("resize", () => shown && place(shown.link, shown.card));
  addEventListener("pagehide", hide);
})();
