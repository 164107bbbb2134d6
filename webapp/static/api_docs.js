// Shows the description of the API in the vendored viewer; nothing is asked of any other host.
const place = document.getElementById("api");
window.SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  deepLinking: false,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
