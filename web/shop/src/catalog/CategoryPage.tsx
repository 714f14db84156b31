import { useLocation, useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import { NotFoundPage } from "../frame/NotFoundPage.tsx";
import { usePageHead } from "../frame/page-head.ts";
import { categories, type Category, movedCategory } from "../reads/catalog.ts";
import { Breadcrumbs } from "../ui/Breadcrumbs.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { queryOf } from "./filters.ts";
import { ListingPage } from "./ListingPage.tsx";

/** The products of a category and of those below it. */
export function CategoryPage() {
  const slug = useRoute().params["slug"] ?? "";
  const { url } = useLocation();
  const all = categories().value.value;
  const category = all?.find((each) => each.slug === slug);
  usePageHead({
    title: category?.name,
    description: category?.description || undefined,
    canonical: `/categories/${slug}`,
  });
  if (all && !category) return <MovedCategory slug={slug} />;
  const query = queryOf(new URL(url, location.origin).search, slug);
  return (
    <ListingPage
      key={slug}
      path={`/categories/${slug}`}
      query={query}
      heading={category?.name ?? <Skeleton width="8em" />}
      above={<Way all={all ?? []} category={category} />}
      intro={category?.description}
      narrower={all?.filter((each) => each.parent_id !== null && each.parent_id === category?.id)}
    />
  );
}

/** A category that had this address before is shown at the one it has now. */
function MovedCategory({ slug }: { slug: string }) {
  const { route } = useLocation();
  const { value, error } = movedCategory(slug).value;
  const now = value?.slug;
  useEffect(() => {
    if (now !== undefined && now !== slug) route(`/categories/${now}`, true);
  }, [now, slug, route]);
  return error === undefined ? <div class="page" /> : <NotFoundPage what="category" />;
}

function Way({ all, category }: { all: Category[]; category: Category | undefined }) {
  const parent = all.find(({ id }) => id === category?.parent_id);
  const steps = [
    { name: "Shop", href: "/" },
    ...(parent ? [{ name: parent.name, href: `/categories/${parent.slug}` }] : []),
    { name: category?.name ?? "…" },
  ];
  return <Breadcrumbs steps={steps} />;
}
