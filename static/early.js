// Says to the stylesheets that scripts run; must come before the first paint.
document.documentElement.classList.add("js");
