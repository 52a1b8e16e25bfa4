// Forms that wait for a connection: without one nothing is sent, and the page says so.
for (const form of document.querySelectorAll("form[data-online]")) {
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    form.querySelector("[role=status]").textContent = form.dataset.offlineSays;
  });
}
