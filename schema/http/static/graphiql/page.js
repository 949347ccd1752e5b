"use strict";

const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { viewer { id } userErrors { message } }
}`;
const SIGN_OUT = "mutation { signOut { __typename } }";
const VIEWER = "{ viewer { id } }";

// The name under which a library inside GraphiQL looks for the nonce of its style elements.
window.__webpack_nonce__ = document.querySelector("meta[name=style-nonce]").content;

const form = document.getElementById("sign-in");
const signOut = document.getElementById("sign-out");
const message = document.getElementById("message");

async function send(request, headers = {}) {
  const response = await fetch("/graphql", {
    method: "POST",
    credentials: "same-origin",
    headers: {
      Accept: "application/graphql-response+json, application/json;q=0.9",
      "Content-Type": "application/json",
      "GraphQL-Preflight": "1",
      ...headers,
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

function show(signedIn, text = "") {
  form.hidden = signedIn;
  signOut.hidden = !signedIn;
  message.value = text || (signedIn ? "Signed in" : "");
}

function complaint(answer, field) {
  const faults = [...(answer.errors ?? []), ...(answer.data?.[field]?.userErrors ?? [])];
  return faults.map((fault) => fault.message).join(" ");
}

async function attempt(request, field, signedIn) {
  try {
    const text = complaint(await send(request), field);
    show(text ? !signedIn : signedIn, text);
  } catch (error) {
    message.value = `The server cannot be reached: ${error.message}`;
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = Object.fromEntries(new FormData(form));
  await attempt({ query: SIGN_IN, variables: { input } }, "signIn", true);
  form.elements.password.value = "";
});

signOut.addEventListener("click", () => attempt({ query: SIGN_OUT }, "signOut", false));

send({ query: VIEWER }).then(
  (answer) => show(Boolean(answer.data?.viewer)),
  () => show(false),
);

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: (request, options) => send(request, options?.headers),
    defaultEditorToolsVisibility: true,
  }),
);
