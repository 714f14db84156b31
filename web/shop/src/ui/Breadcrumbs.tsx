/** Where the page stands in the shop; the last step is the page itself. */
export function Breadcrumbs({ steps }: { steps: { name: string; href?: string }[] }) {
  return (
    <nav class="breadcrumbs" aria-label="Where you are">
      <ol>
        {steps.map(({ name, href }) => (
          <li key={name}>
            {href === undefined ? <span aria-current="page">{name}</span> : <a href={href}>{name}</a>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
