// 배움 지도: 쪽을 가리키면 먼저 볼 쪽과 이어지는 쪽을 그림에서 밝히고, 길을 고르면 그 길의 쪽만 밝힙니다.
// 고른 길은 주소의 #route=… 에 남습니다. 자바스크립트가 없으면 그림과 모든 길이 그대로 보입니다.
(() => {
  "use strict";
  const map = document.querySelector(".page-map");
  if (!map) return;
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const links = [...map.querySelectorAll(".map-page")];
  const edges = [...map.querySelectorAll(".map-edge")];
  const titles = new Map(), names = new Map();
  links.forEach((link) => {
    const title = link.querySelector("title");
    titles.set(link.dataset.page, [...link.querySelectorAll(".map-title")].map((t) => t.textContent).join("").trim());
    // 낭독기가 읽을 이름은 남기고, 아래의 안내와 겹치는 풍선 도움말은 없앱니다.
    names.set(link, title.textContent);
    link.setAttribute("aria-label", title.textContent);
    title.remove();
  });

  // ── 쪽을 가리킬 때 ──
  const note = make("p", { className: "page-map-note" });
  note.setAttribute("aria-hidden", "true"); // 같은 말이 링크의 이름에 있습니다
  map.append(note);
  const HINT = matchMedia("(hover: none)").matches
    ? "쪽을 한 번 누르면 먼저 볼 쪽과 이어지는 쪽이 보이고, 한 번 더 누르면 그 쪽으로 갑니다."
    : "쪽을 가리키면 먼저 볼 쪽과 이어지는 쪽이 보이고, 누르면 그 쪽으로 갑니다.";
  let picked = null;

  const pick = (page) => {
    picked = page;
    const before = new Set(), after = new Set();
    edges.forEach((edge) => {
      const { from, to } = edge.dataset;
      edge.classList.toggle("is-need", page !== null && to === page);
      edge.classList.toggle("is-next", page !== null && from === page);
      if (to === page) before.add(from);
      if (from === page) after.add(to);
    });
    links.forEach((link) => {
      const name = link.dataset.page;
      link.classList.toggle("is-picked", name === page);
      link.classList.toggle("is-need", before.has(name));
      link.classList.toggle("is-next", after.has(name));
    });
    map.classList.toggle("picking", page !== null);
    note.replaceChildren();
    if (page === null) {
      note.textContent = HINT;
      return;
    }
    const say = (label, names, kind) => {
      const text = [...names].map((name) => titles.get(name)).join(", ") || "없음";
      note.append(make("span", { className: kind, textContent: `${label}: ` }), text);
    };
    note.append(make("strong", { textContent: titles.get(page) }), make("br"));
    say("먼저 볼 쪽", before, "is-need");
    note.append(make("br"));
    say("이어지는 쪽", after, "is-next");
  };

  let touch = false;
  map.addEventListener("pointerdown", (event) => { touch = event.pointerType === "touch"; });
  links.forEach((link) => {
    const page = link.dataset.page;
    link.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") pick(page); });
    link.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") pick(null); });
    link.addEventListener("focus", () => { if (!touch) pick(page); });
    link.addEventListener("blur", () => { if (!touch) pick(null); });
    link.addEventListener("click", (event) => {
      if (touch && picked !== page) {
        event.preventDefault();
        pick(page);
      }
      touch = false;
    });
  });
  map.addEventListener("keydown", (event) => { if (event.key === "Escape") pick(null); });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".map-page")) pick(null); });

  // ── 길을 고를 때 ──
  const routes = [...document.querySelectorAll(".learning-route")];
  const address = (href) => new URL(href, document.baseURI).pathname;
  const steps = new Map(routes.map((route) => [
    route.id.replace("route-", ""),
    [...route.querySelectorAll("ol a")].map((a) => address(a.getAttribute("href"))),
  ]));
  const group = make("fieldset", { className: "route-choice" });
  group.append(make("legend", { textContent: "길 고르기" }));
  const add = (key, text) => {
    const input = make("input", { type: "radio", name: "route", value: key });
    const label = make("label");
    label.append(input, make("span", { textContent: text }));
    group.append(label);
    input.addEventListener("change", () => {
      choose(key);
      history.replaceState(null, "", key ? `#route=${key}` : location.pathname + location.search);
    });
  };
  add("", "모두");
  routes.forEach((route) => add(route.id.replace("route-", ""), route.querySelector(".learning-route-title").textContent));
  const total = make("p", { className: "route-total" });
  total.setAttribute("role", "status");
  map.prepend(group, total);

  const choose = (key) => {
    const order = steps.get(key) || [];
    links.forEach((link) => {
      const place = order.indexOf(address(link.getAttribute("href")));
      link.classList.toggle("on-route", place >= 0);
      link.querySelector(".map-step text").textContent = place >= 0 ? `${place + 1} ` : "";
      link.setAttribute("aria-label", place >= 0 ? `${place + 1} ${names.get(link)}` : names.get(link));
    });
    map.classList.toggle("choosing", order.length > 0);
    routes.forEach((route) => {
      const own = route.id === `route-${key}`;
      route.classList.toggle("is-folded", order.length > 0 && !own);
      if (own) total.textContent = `${route.querySelector(".learning-route-total").textContent}. 쪽의 차례는 그림 아래에도 적었습니다.`;
    });
    if (!order.length) total.textContent = "길을 고르면 그림에 차례가 나타납니다.";
    group.querySelectorAll("input").forEach((input) => { input.checked = input.value === (order.length ? key : ""); });
  };
  const fromAddress = () => choose((location.hash.match(/^#route=([\w-]+)$/) || ["", ""])[1]);
  addEventListener("hashchange", fromAddress);
  pick(null);
  fromAddress();
})();
