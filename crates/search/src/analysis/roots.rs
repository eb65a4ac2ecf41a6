//! Words made from one another: «измерить» and «измерение», «биология» and «биологический». Lemmas keep them apart;
//! a query finds both, the other one for less.

/// Endings of lemmas with what makes one part of speech of another; the longest that fits is cut.
const ENDINGS: &[&str] = &[
    "ирование",
    "ироваться",
    "ировать",
    "ировка",
    "изация",
    "изировать",
    "ическая",
    "ический",
    "ительный",
    "ительность",
    "ывание",
    "ываться",
    "ывать",
    "ивание",
    "иваться",
    "ивать",
    "ование",
    "оваться",
    "овать",
    "евание",
    "евать",
    "енность",
    "анность",
    "аемость",
    "ационный",
    "ционный",
    "енческий",
    "ческий",
    "чество",
    "ество",
    "ость",
    "альный",
    "арный",
    "аться",
    "яться",
    "иться",
    "еться",
    "уться",
    "ание",
    "ение",
    "яние",
    "ация",
    "яция",
    "иция",
    "ать",
    "ять",
    "ить",
    "еть",
    "уть",
    "тель",
    "тельный",
    "тельница",
    "ность",
    "ный",
    "ской",
    "ский",
    "овый",
    "евый",
    "ник",
    "ница",
    "чик",
    "щик",
    "ство",
    "изм",
    "ист",
    "ика",
    "ия",
    "ие",
    "ья",
    "ье",
    "ка",
    "ок",
    "ый",
    "ий",
    "ой",
    "а",
    "я",
    "о",
    "е",
    "ь",
    "ы",
    "и",
];

/// What is left of a lemma; equal for words made from one another.
pub fn root(lemma: &str) -> &str {
    let letters = lemma.chars().count();
    let mut best = lemma;
    for ending in ENDINGS {
        if let Some(rest) = lemma.strip_suffix(ending)
            && rest.len() < best.len()
        {
            let cut = ending.chars().count();
            let least = if cut >= 2 { 3 } else { 4 };
            if letters - cut >= least {
                best = rest;
            }
        }
    }
    best
}
