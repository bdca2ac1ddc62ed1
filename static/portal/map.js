// The town's own map: a place is pointed at, or moved with the keyboard; the words beside it always suffice.
(() => {
  "use strict";
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const ORDER = ["water", "park", "building", "rail", "ward", "street"];

  const styleOf = (feature) => {
    const { kind, width } = feature.properties;
    const line = feature.geometry.type.includes("Line");
    switch (kind) {
      case "water": return line
        ? { color: token("--map-water"), weight: width || 9, fill: false, lineCap: "round", interactive: false }
        : { stroke: false, fillColor: token("--map-water"), fillOpacity: 1, interactive: false };
      case "park": return { stroke: false, fillColor: token("--map-park"), fillOpacity: 1, interactive: false };
      case "building": return { stroke: false, fillColor: token("--map-building"), fillOpacity: 1, interactive: false };
      case "rail": return { color: token("--map-street-edge"), weight: 2, dashArray: "6 4", fill: false, interactive: false };
      case "ward": return { color: token("--map-ward"), weight: 1.5, dashArray: "2 5", fill: false, interactive: false };
      default: return { color: token("--map-street"), weight: 3, fill: false, lineCap: "round", lineJoin: "round", interactive: false };
    }
  };
  const edgeOf = () => ({ color: token("--map-street-edge"), weight: 4, fill: false, lineCap: "round", interactive: false });
  // Streets are as wide as the eye expects at each zoom.
  const widthAt = (zoom) => (zoom < 14 ? 2 : zoom < 15 ? 3 : zoom < 16 ? 6 : zoom < 17 ? 10 : zoom < 18 ? 16 : 24);

  const middleOf = (layer) => {
    if (!layer.getLatLngs) return null;
    const points = layer.getLatLngs().flat(3);
    return layer instanceof L.Polygon ? layer.getBounds().getCenter() : points[Math.floor(points.length / 2)];
  };

  const drawLayer = (map, collection) => {
    const of = (kind) => ({ type: "FeatureCollection", features: collection.features.filter((f) => f.properties.kind === kind) });
    const labels = { ward: L.layerGroup(), street: L.layerGroup(), water: L.layerGroup(), park: L.layerGroup() };
    const groups = {};
    const edges = L.geoJSON(of("street"), { style: edgeOf });
    for (const kind of ORDER) {
      if (kind === "street") edges.addTo(map);
      const group = groups[kind] = L.geoJSON(of(kind), { style: styleOf }).addTo(map);
      if (!labels[kind]) continue;
      group.eachLayer((layer) => {
        const name = layer.feature.properties.name;
        const at = name && middleOf(layer);
        if (!at) return;
        const label = L.tooltip({ permanent: true, direction: "center", className: `map-label map-label-${kind}`, interactive: false });
        label.setLatLng(at).setContent(document.createTextNode(name).textContent);
        labels[kind].addLayer(label);
      });
    }
    const showLabels = () => {
      const zoom = map.getZoom();
      const shown = { ward: zoom >= 13 && zoom < 16, street: zoom >= 16, water: zoom >= 14, park: zoom >= 16 };
      edges.setStyle({ weight: widthAt(zoom) + 2 });
      groups.street.setStyle({ weight: widthAt(zoom) });
      zoom >= 15 ? groups.building.addTo(map).bringToBack() : groups.building.remove();
      for (const [kind, group] of Object.entries(labels)) shown[kind] ? group.addTo(map) : group.remove();
    };
    map.on("zoomend", showLabels);
    showLabels();
    return L.geoJSON(of("ward")).getBounds();
  };

  const setUp = async (box) => {
    if (box.dataset.ready) return;
    box.dataset.ready = "1";
    const field = box.closest("fieldset, .ds-field, form");
    const lat = field.querySelector("input[name$='-lat']");
    const lon = field.querySelector("input[name$='-lon']");
    const said = field.querySelector("[data-place-said]");
    let collection = null;
    try {
      const answer = box.dataset.layer ? await fetch(box.dataset.layer) : null;
      collection = answer && answer.ok ? await answer.json() : null;
    } catch { /* no layer: words only, never a grey map */ }
    if (!(collection && collection.features && collection.features.length) && !box.dataset.tiles) return hide(field, box);

    const frame = document.createElement("div");
    box.prepend(frame);
    const map = L.map(frame, { zoomControl: false, attributionControl: Boolean(box.dataset.attribution), minZoom: 12, zoomSnap: 0.5, maxZoom: 19, keyboardPanDelta: 40 });
    L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", box.dataset.label || "Plan de la ville : flèches pour le déplacer, + et − pour agrandir ou réduire");
    const centre = [Number(box.dataset.lat), Number(box.dataset.lon)];
    if (map.attributionControl) map.attributionControl.setPrefix(false);
    map.setView(centre[0] || centre[1] ? centre : [46.6, 2.4], 14);
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution }).addTo(map);
    const bounds = collection ? drawLayer(map, collection) : null;
    if (bounds && bounds.isValid()) {
      map.setMaxBounds(bounds.pad(0.5));
      map.fitBounds(bounds, { padding: [4, 4] });
    }

    const pin = L.divIcon({ className: "map-pin", html: document.getElementById("epingle").innerHTML, iconSize: [36, 36], iconAnchor: [18, 34] });
    let marker = null;
    const place = (at, tell = true) => {
      if (marker) marker.setLatLng(at);
      else {
        marker = L.marker(at, { icon: pin, draggable: true, keyboard: false, alt: "Lieu choisi" }).addTo(map);
        marker.on("dragend", () => place(marker.getLatLng()));
      }
      lat.value = at.lat.toFixed(6);
      lon.value = at.lng.toFixed(6);
      lat.dispatchEvent(new Event("input", { bubbles: true }));
      field.querySelectorAll("[data-place='remove']").forEach((button) => { button.hidden = false; });
      if (said && tell) said.textContent = "Lieu placé sur le plan.";
    };
    const remove = () => {
      if (marker) marker.remove();
      marker = null;
      lat.value = lon.value = "";
      lat.dispatchEvent(new Event("input", { bubbles: true }));
      field.querySelectorAll("[data-place='remove']").forEach((button) => { button.hidden = true; });
      if (said) said.textContent = "Lieu retiré du plan.";
    };
    if (lat.value && lon.value) {
      place(L.latLng(Number(lat.value), Number(lon.value)), false);
      map.setView(marker.getLatLng(), 17);
    }
    map.on("click", (event) => place(event.latlng));
    field.addEventListener("click", (event) => {
      const button = event.target.closest("[data-place]");
      if (!button) return;
      if (button.dataset.place === "centre") place(map.getCenter());
      if (button.dataset.place === "remove") remove();
      if (button.dataset.place === "here" && navigator.geolocation) {
        if (said) said.textContent = "Recherche de votre position…";
        navigator.geolocation.getCurrentPosition(
          ({ coords }) => {
            const at = L.latLng(coords.latitude, coords.longitude);
            if (bounds && !bounds.pad(0.2).contains(at)) { if (said) said.textContent = "Votre position est hors de la commune."; return; }
            map.setView(at, 17);
            place(at);
          },
          () => { if (said) said.textContent = "Votre position n’a pas pu être lue. Placez le point vous-même, ou décrivez le lieu."; },
          { enableHighAccuracy: true, timeout: 10000 },
        );
      }
    });
    box.dataset.state = "ready";
  };
  const hide = (field, box) => {
    box.hidden = true;
    field.querySelectorAll("[data-place]").forEach((button) => { button.hidden = true; });
  };
  const all = () => document.querySelectorAll("[data-map]").forEach(setUp);
  document.addEventListener("htmx:afterSettle", all);
  all();
})();
