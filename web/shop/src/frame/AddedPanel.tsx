import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { lastAdded } from "../cart-state.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Picture } from "../ui/Picture.tsx";
import { Icon } from "../ui/Icon.tsx";

const SHOWN_MS = 8_000;

/** Says what was put into the cart, and where to go from here. It goes by itself, and leaves the focus where it is. */
export function AddedPanel() {
  const added = lastAdded.value;
  const { url } = useLocation();
  useEffect(() => close(), [url]);
  useEffect(() => {
    if (!added) return undefined;
    const timer = setTimeout(close, SHOWN_MS);
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && close();
    addEventListener("keydown", onKey);
    return () => {
      clearTimeout(timer);
      removeEventListener("keydown", onKey);
    };
  }, [added]);
  return (
    <div class="added-place" role="status">
      {added && (
        <div class="added">
          <div class="added-line">
            <Picture src={added.image_url} alt="" sizes="56px" eager />
            <p>
              <strong>Added to your cart</strong>
              <span>{[added.name, ...Object.values(added.options)].join(", ")}</span>
              {added.problems.map(({ code, message }) => (
                <span key={code} class="added-problem">
                  {message}
                </span>
              ))}
            </p>
            <button type="button" class="icon-button" aria-label="Close" onClick={close}>
              <Icon name="close" />
            </button>
          </div>
          <div class="added-ways">
            <ButtonLink href="/cart" tone="secondary" size="small">
              See the cart
            </ButtonLink>
            <ButtonLink href="/checkout" size="small">
              Check out
            </ButtonLink>
          </div>
        </div>
      )}
    </div>
  );
}

function close(): void {
  lastAdded.value = undefined;
}
