"use strict";
(function () {
  const root = document.documentElement, by = id => document.getElementById(id);
  root.classList.add("on");

  // Light and dark: the system decides until somebody presses the button.
  const theme = by("theme"), dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
  const tell = () => theme.setAttribute("aria-pressed", String(isDark()));
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; tell(); });
  dark.addEventListener("change", tell);
  tell();

  // Order of images, order and choice of regions.
  const sort = (list, key, down) => {
    const items = Array.from(list.children);
    items.sort((a, b) => down ? b.dataset[key] - a.dataset[key] : a.dataset[key] - b.dataset[key]);
    list.append(...items);
  };
  for (const order of document.querySelectorAll("select.order")) {
    order.addEventListener("change", () => order.value === "worst" ? sort(by(order.dataset.for), "bad", true) : sort(by(order.dataset.for), "place", false));
  }
  const regions = by("region-list"), verdict = by("by-verdict"), category = by("by-class"), order = by("by-order");
  if (regions && verdict) {
    const choose = () => {
      let shown = 0;
      for (const card of regions.children) {
        card.hidden = verdict.value && card.dataset.verdict !== verdict.value || category.value && card.dataset.class !== category.value;
        shown += card.hidden ? 0 : 1;
      }
      by("region-count").textContent = shown + (shown === 1 ? " region" : " regions");
    };
    verdict.addEventListener("change", choose);
    category.addEventListener("change", choose);
    order.addEventListener("change", () => sort(regions, order.value, true));

    // To the page of seco review, on this machine, while it runs. The file itself holds no address: it loads nothing from anywhere.
    for (const card of regions.children) {
      if ((card.dataset.verdict === "rejected" || card.dataset.verdict === "corrected") && Number(card.dataset.area) >= Number(regions.dataset.pixels)) {
        const link = document.createElement("a");
        const region = new URLSearchParams({ of: regions.dataset.run, image: card.dataset.image, region: card.dataset.region });
        link.href = ["http", "//127.0.0.1", regions.dataset.port + "/#" + region].join(":");
        link.textContent = "review";
        card.querySelector(".from").append(" · ", link);
      }
    }
  }

  // The viewer: one image large, one layer at a time.
  const viewer = by("viewer"), photo = by("viewer-photo"), label = by("viewer-label"), mix = by("viewer-mix"), layers = by("viewer-layers");
  const stage = viewer.querySelector(".stage"), named = by("viewer-class");
  let shot = null, layer = "photo", over = true, pixels = null;
  const names = new Map();
  const shots = () => Array.from(shot.parentElement.children);
  const zooms = () => Array.from(shot.querySelectorAll(".zoom"));

  function show() {
    const all = zooms(), current = all.find(z => z.dataset.layer === layer) || all[0], own = all.find(z => z.dataset.layer === "photo");
    const isPhoto = current === own;
    by("viewer-title").textContent = Array.from(shot.querySelector("h3").childNodes, n => n.textContent.trim()).filter(Boolean).join(" · ");
    photo.src = own ? own.firstElementChild.src : current.firstElementChild.src;
    photo.alt = own ? own.firstElementChild.alt : "";
    label.src = current.firstElementChild.src;
    label.alt = current.firstElementChild.alt;
    label.className = isPhoto ? "" : "label";
    stage.classList.toggle("plain", isPhoto);
    stage.classList.toggle("alone", !isPhoto && (!own || !over));
    label.style.opacity = own && over ? mix.value / 100 : 1;
    by("viewer-facts").textContent = current.dataset.title + (current.dataset.facts ? ": " + current.dataset.facts : "");
    layers.replaceChildren(...all.map((zoom, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = (i + 1) + " " + zoom.dataset.title;
      button.setAttribute("aria-pressed", String(zoom === current));
      button.addEventListener("click", () => { layer = zoom.dataset.layer; show(); layers.children[i].focus(); });
      return button;
    }));
    pixels = null;
    named.hidden = true;
  }

  function move(by) {
    const all = shots(), to = all.indexOf(shot) + by;
    if (to >= 0 && to < all.length) { shot = all[to]; show(); }
  }

  function open(from, key) {
    shot = from;
    layer = key;
    show();
    if (!viewer.open) { viewer.showModal(); }
  }

  for (const zoom of document.querySelectorAll(".zoom")) {
    zoom.addEventListener("click", () => open(zoom.closest(".shot"), zoom.dataset.layer));
  }
  by("viewer-previous").addEventListener("click", () => move(-1));
  by("viewer-next").addEventListener("click", () => move(1));
  mix.addEventListener("input", () => { over = true; show(); });
  by("viewer-close").addEventListener("click", () => viewer.close());
  viewer.addEventListener("close", () => { if (shot) { shot.focus(); } });
  viewer.addEventListener("click", e => { if (e.target === viewer) { viewer.close(); } });

  // The legend of the galleries, once more where it is needed.
  const legend = document.querySelector(".classes ul"), colours = by("viewer-colours");
  if (legend) { colours.append(legend.cloneNode(true)); }

  // The class under the pointer, by its colour.
  for (const item of document.querySelectorAll(".classes li")) {
    names.set(getComputedStyle(item.firstElementChild).backgroundColor, item.textContent);
  }
  stage.addEventListener("pointerleave", () => { named.hidden = true; });
  stage.addEventListener("pointermove", e => {
    if (stage.classList.contains("plain") || !label.naturalWidth) { return; }
    if (!pixels) {
      const canvas = document.createElement("canvas");
      canvas.width = label.naturalWidth;
      canvas.height = label.naturalHeight;
      pixels = canvas.getContext("2d", { willReadFrequently: true });
      pixels.drawImage(label, 0, 0);
    }
    const box = label.getBoundingClientRect(), scale = Math.min(box.width / label.naturalWidth, box.height / label.naturalHeight);
    const x = Math.floor((e.clientX - box.left - (box.width - label.naturalWidth * scale) / 2) / scale), y = Math.floor((e.clientY - box.top - (box.height - label.naturalHeight * scale) / 2) / scale);
    if (x < 0 || y < 0 || x >= label.naturalWidth || y >= label.naturalHeight) { named.hidden = true; return; }
    const [r, g, b] = pixels.getImageData(x, y, 1, 1).data;
    named.textContent = names.get("rgb(" + r + ", " + g + ", " + b + ")") || "";
    named.hidden = !named.textContent;
  });

  // Keys. Text fields and lists of choices keep theirs.
  const step = by => {
    const here = document.activeElement && document.activeElement.closest("[data-step]");
    const all = Array.from((here ? here.parentElement : document).querySelectorAll("[data-step]")).filter(s => !s.hidden);
    const to = here ? all[all.indexOf(here) + by] : all[0];
    if (to) { to.focus(); to.scrollIntoView({ block: "nearest" }); }
    return Boolean(to);
  };
  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches("select, input:not([type=range])")) { return; }
    const forth = e.key === "j" || e.key === "ArrowRight", back = e.key === "k" || e.key === "ArrowLeft";
    const inRange = e.target.matches("input[type=range]") && e.key.startsWith("Arrow");
    const here = e.target.closest && e.target.closest("[data-step]");
    if (viewer.open) {
      if ((forth || back) && !inRange) { move(forth ? 1 : -1); e.preventDefault(); }
      if (e.key === "o") { over = !over; show(); }
      if (e.key >= "1" && e.key <= "9" && zooms()[e.key - 1]) { layer = zooms()[e.key - 1].dataset.layer; show(); }
      return;
    }
    if (e.key === "j" || e.key === "k" || here && (forth || back)) { if (step(forth ? 1 : -1)) { e.preventDefault(); } return; }
    if (!here || !here.matches(".shot")) { return; }
    const own = Array.from(here.querySelectorAll(".zoom"));
    if (e.key === "Enter" && e.target === here && own[0]) { open(here, own[0].dataset.layer); e.preventDefault(); }
    if (e.key >= "1" && e.key <= "9" && own[e.key - 1]) { open(here, own[e.key - 1].dataset.layer); }
  });

  // On paper everything is open.
  addEventListener("beforeprint", () => { for (const part of document.querySelectorAll("details")) { part.open = true; } });
})();
