// Runs before the first style sheet, so that the first frame has the right colours and language: the shell opens the
// page with ?theme=dark&lang=en from its settings. Nothing is stored in the page.
(() => {
  const asked = new URLSearchParams(location.search);
  const root = document.documentElement;
  root.dataset.theme = asked.get("theme") ?? "system";
  root.lang = asked.get("lang") === "en" ? "en" : "zh-CN";
})();
