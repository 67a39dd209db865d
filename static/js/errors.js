// A form that came back with errors: the first field to mend has the focus, so that it is read out.
document.querySelector("form[method=post] [aria-invalid=true]")?.focus();
