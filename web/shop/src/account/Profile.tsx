import { useCallback, useState } from "preact/hooks";
import { ApiProblem, client, dataOf, type Schema } from "../api.ts";
import { ErrorNotice } from "../form/ErrorNotice.tsx";
import { fieldsOf } from "../form/fields-of.ts";
import { useSubmit } from "../form/use-submit.ts";
import { askSession } from "../session-state.ts";
import { readShopFacts } from "../shop-facts.ts";
import { Button } from "../ui/Button.tsx";
import { CheckField, Field, SelectField } from "../ui/Field.tsx";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { ChangeEmail } from "./ChangeEmail.tsx";
import { useRead } from "./use-read.ts";

type Customer = Schema<"Customer">;

/** Name, phone, the language of mails, and whether the shop may write about news. */
export function Profile() {
  const { value, error, again } = useRead(readProfile);
  if (error !== undefined) return <ProblemNotice error={error} />;
  if (!value) return <Skeleton height="20rem" />;
  return (
    <>
      <ProfileForm {...value} onSaved={again} />
      <ChangeEmail email={value.customer.email} />
    </>
  );
}

function ProfileForm({
  customer,
  locales,
  onSaved,
}: {
  customer: Customer;
  locales: string[];
  onSaved: () => Promise<void>;
}) {
  const [isSaved, setSaved] = useState(false);
  const { version } = customer;
  const send = useCallback(
    async (data: FormData) => {
      setSaved(false);
      const params = { header: { "If-Match": `"${version}"` } };
      await dataOf(client.PATCH("/api/v1/customers/me", { params, body: profileOf(data) })).catch(
        explainConflict,
      );
      // The header greets by the new name.
      await Promise.all([onSaved(), askSession()]);
      setSaved(true);
    },
    [version, onSaved],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  const field = (name: "first_name" | "last_name" | "phone", autocomplete: string) => ({
    name,
    autocomplete,
    defaultValue: customer[name] ?? "",
    error: errors[name],
  });
  return (
    <form onSubmit={onSubmit} noValidate class="stack account-form" aria-labelledby="profile">
      <h2 id="profile">Profile</h2>
      <div class="fields-row">
        <Field label="First name" maxLength={100} {...field("first_name", "given-name")} />
        <Field label="Last name" maxLength={100} {...field("last_name", "family-name")} />
      </div>
      <Field label="Phone" type="tel" inputMode="tel" maxLength={40} {...field("phone", "tel")} />
      <SelectField label="Language of mails to you" name="locale" error={errors["locale"]}>
        <option value="">As the shop decides</option>
        {locales.map((locale) => (
          <option key={locale} value={locale} selected={locale === customer.locale}>
            {languageName(locale)}
          </option>
        ))}
      </SelectField>
      <CheckField
        name="accepts_marketing"
        label="The shop may send me news and offers by mail"
        defaultChecked={customer.accepts_marketing}
      />
      {problem !== undefined && <ErrorNotice error={problem} />}
      {isSaved && (
        <Notice tone="success">
          <p>Saved.</p>
        </Notice>
      )}
      <div>
        <Button type="submit" busy={isBusy}>
          Save
        </Button>
      </div>
    </form>
  );
}

async function readProfile(): Promise<{ customer: Customer; locales: string[] }> {
  const [customer, { locales }] = await Promise.all([
    dataOf(client.GET("/api/v1/customers/me")),
    readShopFacts(),
  ]);
  return { customer, locales };
}

function profileOf(data: FormData): Schema<"UpdateCustomer"> {
  const { first_name = "", last_name = "", phone = null, locale = null } = fieldsOf(data);
  return {
    first_name,
    last_name,
    phone,
    // One of the shop's own locales, by the list above.
    locale: locale as NonNullable<Customer["locale"]> | null,
    accepts_marketing: data.get("accepts_marketing") === "on",
  };
}

function explainConflict(error: unknown): never {
  const isOld = error instanceof ApiProblem && error.status === 412;
  throw isOld
    ? new Error("Your profile was changed in another window. Load this page again and change it there.")
    : error;
}

function languageName(locale: string): string {
  return new Intl.DisplayNames(undefined, { type: "language" }).of(locale) ?? locale;
}
