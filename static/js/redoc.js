// Starts ReDoc on the element that names the OpenAPI document.
"use strict";

// Its menu shows a logo from another server, in both ways that React sets an image's address:
// the browser is not to ask for it.
const image = HTMLImageElement.prototype;
const { get, set } = Object.getOwnPropertyDescriptor(image, "src");
const isOurs = (address) => new URL(address, location.href).origin === location.origin;

Object.defineProperty(image, "src", {
  get,
  set(address) {
    if (isOurs(address)) set.call(this, address);
  },
});
image.setAttribute = function (name, value) {
  if (name !== "src" || isOurs(value)) Element.prototype.setAttribute.call(this, name, value);
};

const element = document.getElementById("redoc");
Redoc.init(element.dataset.openapi, {}, element);
