// Shows the description of the API in the vendored viewer; nothing is asked of any other host.
document.documentElement.classList.toggle("dark-mode", window.matchMedia("(prefers-color-scheme: dark)").matches);
const place = document.getElementById("api");
window.SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  deepLinking: false,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
