// On a phone each row of a wide table is a card, in which every figure has the name of its column.
document.addEventListener("DOMContentLoaded", () => {
  for (const one of document.querySelectorAll("table:not(.heat)")) {
    const heads = [...one.querySelectorAll("thead th")].map((head) => head.textContent);
    one.classList.add(heads.length < 4 ? "fits" : "cards");
    for (const row of heads.length < 4 ? [] : one.querySelectorAll("tbody tr")) {
      [...row.children].forEach((cell, at) => at && cell.setAttribute("data-label", heads[at]));
    }
  }
});
