// Starts Swagger UI on the element that names the OpenAPI document; who is logged in may try writes.
"use strict";

const element = document.getElementById("swagger-ui");
SwaggerUIBundle({
  domNode: element,
  url: element.dataset.openapi,
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
  requestInterceptor: (request) => {
    request.headers["X-CSRFToken"] = element.dataset.csrf;
    return request;
  },
});
