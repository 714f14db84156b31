import BackIcon from "@mui/icons-material/ArrowBack";
import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { Title, useNotify, useRequireAccess } from "react-admin";
import { Link, useNavigate } from "react-router-dom";
import { ApiProblem } from "../../../../../client/index.ts";
import { problemText } from "../../shared/use-problem-notice.ts";
import { VariantsPanel } from "../variants/VariantsPanel.tsx";
import { GeneralPanel } from "./GeneralPanel.tsx";
import { errorsOf } from "./problem-errors.ts";
import { ProductForm } from "./ProductForm.tsx";
import { ProductTabs } from "./ProductTabs.tsx";
import { useCurrencies } from "./use-currencies.ts";
import { refusal } from "./use-save.ts";
import { useSend } from "./use-send.ts";
import { emptyValues, type ProductValues } from "./values.ts";

/** A product that is not made yet. Its pictures come after it. */
export default function ProductCreate() {
  useRequireAccess({ resource: "products", action: "create" });
  const [values] = useState(emptyValues);
  const currencies = useCurrencies();
  const { create } = useSend();
  const navigate = useNavigate();
  const notify = useNotify();
  const save = async (form: ProductValues) => {
    try {
      const product = await create(form);
      notify(`${product.name} is made. Now its pictures.`, { type: "success" });
      void navigate(`/products/${product.id}?tab=pictures`);
      return undefined;
    } catch (error) {
      const fields = error instanceof ApiProblem ? errorsOf(error.problem, form) : undefined;
      return { ...fields, ...refusal(problemText(error)) };
    }
  };
  return (
    <Box sx={{ pt: 1, pb: 2, minWidth: 0 }}>
      <Title title="New product" />
      <ProductForm values={values} revision={0} saveLabel="Make the product" onSave={save}>
        <div>
          <Button component={Link} to="/products" size="small" startIcon={<BackIcon />} sx={{ mb: 1 }}>
            Products
          </Button>
          <Typography variant="h1" component="div">
            New product
          </Typography>
        </div>
        <ProductTabs
          tabs={[
            {
              id: "general",
              label: "General",
              holds: (field) => field !== "variants" && field !== "options",
              content: <GeneralPanel isNew />,
            },
            {
              id: "variants",
              label: "Price and variants",
              holds: (field) => field === "variants" || field === "options",
              content: <VariantsPanel currencies={currencies} pictures={[]} product={values} />,
            },
          ]}
        />
      </ProductForm>
    </Box>
  );
}
