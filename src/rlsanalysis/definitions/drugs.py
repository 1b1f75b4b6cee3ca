"""Select prescription drugs by Multum Lexicon class or by name, among rows of the canonical table `prescriptions`."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Drugs:
    """Select drugs by class or name, except those that contain an excluded ingredient.

    Parameters
    ----------
    classes : class numbers of Multum Lexicon.
    ingredients_too : whether a combination product of another class counts if an ingredient is of the class.
    names : complete generic names.
    containing : ingredients; a product that contains one of them counts.
    without : ingredients; a product that contains one of them does not count.
    """

    classes: tuple[int, ...] = ()
    ingredients_too: bool = False
    names: tuple[str, ...] = ()
    containing: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = []
        if self.classes:
            noun = "class " if len(self.classes) == 1 else "classes "
            products = ", including combination products" if self.ingredients_too else ""
            parts.append(noun + ", ".join(map(str, self.classes)) + products)
        if self.names:
            parts.append(", ".join(self.names).lower())
        if self.containing:
            parts.append("any product containing " + ", ".join(self.containing).lower())
        without = f", excluding {', '.join(self.without).lower()}" if self.without else ""
        return "; ".join(parts) + without

    def counts(self, name: str, classes: frozenset[int], ingredient_classes: frozenset[int]) -> bool:
        """Return whether a drug of this generic name and these classes counts."""
        wanted = classes | ingredient_classes if self.ingredients_too else classes
        ingredients = set(name.split("; "))
        selected = (
            not wanted.isdisjoint(self.classes)
            or name in self.names
            or not ingredients.isdisjoint(self.containing)
        )
        return selected and ingredients.isdisjoint(self.without)

    def among(self, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Return which rows are of a drug that counts, for whatever reason; rows of unknown drugs never are."""
        drugs = rows.dropna(subset="drug_id").drop_duplicates("drug_id")
        records = zip(
            drugs["drug_id"], drugs["drug_name"], drugs["classes"], drugs["ingredient_classes"], strict=True
        )
        counting = [drug for drug, *facts in records if self.counts(*facts)]
        return rows["drug_id"].isin(counting)

    def taken(self, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Return which rows count; rows for RLS and rows of unknown drugs never do."""
        return self.among(rows) & ~rows["for_rls"]

    def derive(self, people: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[float]":
        """Return 1 for use of a drug that counts, 0 for everyone else who answered."""
        return any_row(people, rows, self.taken(rows))


def any_row(people: pd.DataFrame, rows: pd.DataFrame, hits: "pd.Series[bool]") -> "pd.Series[float]":
    """Return 1 for people with a selected row, 0 for everyone else who answered whether they take drugs."""
    hit = people["seqn"].isin(rows.loc[hits, "seqn"])
    return hit.astype(float).where(people["rx_use"].notna())
