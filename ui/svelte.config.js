export default {
  // External style sheets only: the page's policy allows no inline ones.
  compilerOptions: { runes: true, css: "external" },
};
