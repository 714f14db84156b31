import AddIcon from "@mui/icons-material/Add";
import { Button, Stack, Typography } from "@mui/material";
import { Section } from "../../shared/Section.tsx";
import { OptionRow } from "./OptionRow.tsx";
import { addOption, missingCombinations, MOST_VARIANTS, addCombinations } from "./options.ts";
import { useShape } from "./use-shape.ts";

const MOST_OPTIONS = 3;

/** What shoppers choose by: sizes, colours. */
export function OptionsSection() {
  const { shape, change, optionsError } = useShape();
  const { options, variants } = shape;
  const missing = missingCombinations(shape);
  const isTooMuch = variants.length + missing.length > MOST_VARIANTS;
  return (
    <Section
      title="Options"
      intro="What shoppers choose by, for example Size: Small, Large. Each combination can be a variant."
      actions={
        <Button
          size="small"
          startIcon={<AddIcon />}
          disabled={options.length >= MOST_OPTIONS}
          onClick={() => change(addOption)}
        >
          Add option
        </Button>
      }
    >
      <Stack spacing={1.5}>
        {options.map((option, index) => (
          <OptionRow key={index} index={index} option={option} change={change} />
        ))}
        {options.length === 0 && (
          <Typography variant="body2" color="text.secondary">
            No options: the product has one variant.
          </Typography>
        )}
        {optionsError && (
          <Typography variant="caption" color="error" role="alert">
            {optionsError}
          </Typography>
        )}
        {missing.length > 0 && (
          <Stack direction="row" useFlexGap spacing={1} sx={{ alignItems: "center", flexWrap: "wrap" }}>
            <Button
              variant="outlined"
              size="small"
              disabled={isTooMuch}
              onClick={() => change((before) => addCombinations(before, missingCombinations(before)))}
            >
              Make {missing.length === 1 ? "the missing variant" : `the ${missing.length} missing variants`}
            </Button>
            <Typography variant="body2" color="text.secondary">
              {isTooMuch
                ? `A product has at most ${MOST_VARIANTS} variants.`
                : "They are priced like the first one."}
            </Typography>
          </Stack>
        )}
      </Stack>
    </Section>
  );
}
