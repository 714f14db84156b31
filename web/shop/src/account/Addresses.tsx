import { useCallback, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";
import { Button } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { AddressCard } from "./AddressCard.tsx";
import { AddressForm } from "./AddressForm.tsx";
import { useRead } from "./use-read.ts";

type Address = Schema<"CustomerAddress">;

/** The address book. */
export function Addresses() {
  const { value, error, again } = useRead(readAddresses);
  const [edited, setEdited] = useState<Address | "new">();
  const done = useCallback(async () => {
    await again();
    setEdited(undefined);
  }, [again]);
  const close = useCallback(() => setEdited(undefined), []);
  if (error !== undefined) return <ProblemNotice error={error} />;
  if (!value) return <Skeleton height="16rem" />;
  if (edited !== undefined) {
    return <AddressForm address={edited === "new" ? undefined : edited} onDone={done} onClose={close} />;
  }
  return (
    <section aria-labelledby="addresses" class="stack">
      <h2 id="addresses">Addresses</h2>
      {value.length === 0 && <p>No addresses yet. The next checkout is quicker with one.</p>}
      <ul class="account-cards">
        {value.map((address) => (
          <li key={address.id}>
            <AddressCard address={address} onEdit={setEdited} onChange={again} />
          </li>
        ))}
      </ul>
      <p>
        <Button onClick={() => setEdited("new")}>Add an address</Button>
      </p>
    </section>
  );
}

async function readAddresses(): Promise<Address[]> {
  return (await dataOf(client.GET("/api/v1/customers/me/addresses", { params: { query: { limit: 100 } } })))
    .data;
}
