import { useState } from "preact/hooks";
import { LogInForm } from "./LogInForm.tsx";
import { RegisterForm } from "./RegisterForm.tsx";

/** The way into an account, or to a new one. What is in the cart comes along. */
export function SignIn() {
  const [isNew, setNew] = useState(false);
  return (
    <div class="page sign-in stack">
      <h1>{isNew ? "Make an account" : "Log in"}</h1>
      {isNew ? <RegisterForm /> : <LogInForm />}
      <p>
        {isNew ? "You have an account already? " : "New here? "}
        <button type="button" class="link-button" onClick={() => setNew(!isNew)}>
          {isNew ? "Log in" : "Make an account"}
        </button>
      </p>
    </div>
  );
}
