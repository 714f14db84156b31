import { useLocation } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../ui/Icon.tsx";
import { addressOfSuggestion, useSuggestions } from "./use-suggestions.ts";

const LIST = "suggestions";

/** The search as you type: a combobox as WAI-ARIA describes it, with the words themselves as the choice that is always there. */
export function SearchBox() {
  const { path, query, route } = useLocation();
  const searched = path === "/search" ? (query["q"] ?? "") : "";
  const [text, setText] = useState(searched);
  // What suggestions are asked for: words that somebody types, not those that the address brought.
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const found = useSuggestions(typed);

  // The box says what the page shows, also after Back.
  useEffect(() => setText(searched), [searched]);

  const shut = () => {
    setOpen(false);
    setActive(-1);
  };
  const go = (address: string) => {
    shut();
    setTyped("");
    input.current?.blur();
    route(address);
  };
  const search = () => {
    const suggestion = found[active];
    if (suggestion) go(addressOfSuggestion(suggestion));
    else if (text.trim() !== "") go(`/search?${new URLSearchParams({ q: text.trim() })}`);
  };
  const move = (by: number) => {
    setOpen(true);
    setTyped(text);
    // Through the list and past its ends to the words again, which stand at -1.
    setActive((now) => ((now + 1 + by + found.length + 1) % (found.length + 1)) - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      shut();
    }
  };
  const shown = open && found.length > 0;

  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) shut();
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        name="q"
        class="input"
        placeholder="Search the shop"
        aria-label="Search the shop"
        role="combobox"
        list={undefined}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={LIST}
        aria-activedescendant={shown && active >= 0 ? `${LIST}-${active}` : undefined}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        enterkeyhint="search"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setTyped(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={LIST} class="suggestions" role="listbox" aria-label="Suggestions" hidden={!shown}>
        {found.map((suggestion, index) => (
          <li
            key={suggestion.kind + suggestion.slug}
            id={`${LIST}-${index}`}
            role="option"
            aria-selected={index === active}
            // The press would take the focus away from the box, which closes the list before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => go(addressOfSuggestion(suggestion))}
            onPointerMove={() => setActive(index)}
          >
            <span>{suggestion.text}</span>
            {suggestion.kind === "category" && <span class="suggestion-kind">Category</span>}
          </li>
        ))}
      </ul>
      <div class="visually-hidden" aria-live="polite">
        {shown ? `${found.length} suggestions` : ""}
      </div>
    </form>
  );
}
