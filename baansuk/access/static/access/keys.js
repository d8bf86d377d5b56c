// Security keys: hands the browser's own dialogue what the server asks, and the form what the key answers.
const supported = Boolean(window.PublicKeyCredential && navigator.credentials && window.isSecureContext)
  // An address of numbers can own no key: keys are bound to a name.
  && !/^[\d.]+$|^\[/.test(location.hostname);

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function add(asked) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
    },
  });
  return {
    type: made.type,
    id: made.id,
    rawId: text(made.rawId),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    },
    clientExtensionResults: made.getClientExtensionResults(),
  };
}

async function use(asked) {
  const given = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) },
  });
  return {
    type: given.type,
    id: given.id,
    rawId: text(given.rawId),
    response: {
      clientDataJSON: text(given.response.clientDataJSON),
      authenticatorData: text(given.response.authenticatorData),
      signature: text(given.response.signature),
      userHandle: given.response.userHandle ? text(given.response.userHandle) : null,
    },
    clientExtensionResults: given.getClientExtensionResults(),
  };
}

for (const place of document.querySelectorAll("[data-key]")) {
  if (!supported) continue;
  const form = place.closest("form");
  const failed = form.querySelector(".key-failed");
  place.hidden = false;
  form.querySelectorAll("[data-key-absent]").forEach((one) => { one.hidden = true; });
  place.querySelector("button").addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const asked = JSON.parse(place.dataset.options).publicKey;
      const answer = place.dataset.key === "add" ? await add(asked) : await use(asked);
      form.querySelector("[name=credential]").value = JSON.stringify(answer);
      form.submit();
    } catch {
      // Cancelled, too slow, or not this key: the person reads what to do instead.
      failed.hidden = false;
    }
  });
}
