//! Russian in Latin letters, in whatever habit of spelling, and names in Russian letters.

/// What a group of Latin letters may stand for, the usual reading first. Longer groups come first.
const READINGS: &[(&str, &[&str])] = &[
    ("shch", &["щ"]),
    ("sch", &["щ", "сч", "ш"]),
    ("zh", &["ж", "зх"]),
    ("kh", &["х"]),
    ("ts", &["ц", "тс"]),
    ("tz", &["ц"]),
    ("ch", &["ч", "х"]),
    ("sh", &["ш", "сх"]),
    ("yo", &["е", "йо"]),
    ("jo", &["е", "йо"]),
    ("io", &["ио", "е"]),
    ("yu", &["ю", "ью"]),
    ("ju", &["ю"]),
    ("iu", &["ю", "иу"]),
    ("ya", &["я", "ья"]),
    ("ja", &["я"]),
    ("ia", &["ия", "я", "иа"]),
    ("ye", &["е", "ье", "ые"]),
    ("je", &["е", "э", "ье"]),
    ("ie", &["ие", "е", "ье"]),
    ("iy", &["ий"]),
    ("ij", &["ий"]),
    ("ii", &["ий", "ии"]),
    ("yi", &["ый", "ыи"]),
    ("yy", &["ый"]),
    ("yj", &["ый"]),
    ("ph", &["ф"]),
    ("th", &["т"]),
    ("ck", &["к"]),
    ("a", &["а", "я"]),
    ("b", &["б"]),
    ("c", &["ц", "с", "к"]),
    ("d", &["д"]),
    ("e", &["е", "э"]),
    ("f", &["ф"]),
    ("g", &["г", "ж"]),
    ("h", &["х", "г"]),
    ("i", &["и", "й", "ы"]),
    ("j", &["й", "ж", "дж"]),
    ("k", &["к"]),
    ("l", &["л", "ль"]),
    ("m", &["м"]),
    ("n", &["н", "нь"]),
    ("o", &["о"]),
    ("p", &["п"]),
    ("q", &["к", "я"]),
    ("r", &["р", "рь"]),
    ("s", &["с", "ш"]),
    ("t", &["т", "ть"]),
    ("u", &["у", "ю"]),
    ("v", &["в"]),
    ("w", &["в", "ш", "щ"]),
    ("x", &["кс", "х"]),
    ("y", &["ы", "й", "у"]),
    ("z", &["з"]),
    ("'", &["ь", "ъ", ""]),
    ("`", &["ь", "ъ", ""]),
    ("4", &["ч"]),
    ("6", &["ш"]),
];

/// Readings kept while a word is read.
const BEAM: usize = 160;
/// Each reading that is not the usual one costs this much more than the one before it.
const STEP: u32 = 2;

/// What a word in Latin letters may be in Russian, the likeliest first.
pub fn to_russian(word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    // Readings of the first n bytes, with their cost.
    let mut known: Vec<Vec<(u32, String)>> = vec![Vec::new(); word.len() + 1];
    known[0].push((0, String::new()));
    for at in 0..word.len() {
        if !word.is_char_boundary(at) {
            continue;
        }
        let mut here = std::mem::take(&mut known[at]);
        here.sort();
        here.dedup_by(|a, b| a.1 == b.1);
        here.truncate(BEAM);
        // Letters that could be read together rarely stand apart.
        let mut together = false;
        for (group, readings) in READINGS {
            let Some(rest) = word[at..].strip_prefix(group) else { continue };
            let apart = if together && group.len() == 1 { 3 } else { 0 };
            together |= group.len() > 1;
            let next = word.len() - rest.len();
            for (rank, reading) in (0..).zip(*readings) {
                known[next]
                    .extend(here.iter().map(|(cost, text)| (cost + rank * STEP + apart, format!("{text}{reading}"))));
            }
        }
        if let Some(c) = word[at..].chars().next()
            && !READINGS.iter().any(|(group, _)| word[at..].starts_with(group))
        {
            known[at + c.len_utf8()].extend(here.into_iter().map(|(cost, text)| (cost, format!("{text}{c}"))));
        }
    }
    let mut whole = known.pop().unwrap_or_default();
    whole.sort();
    let mut seen = std::collections::HashSet::new();
    whole.into_iter().map(|(_, text)| text).filter(|text| seen.insert(text.clone())).take(BEAM).collect()
}

/// How a Russian word is usually written in Latin letters: «скретч» is near «scratch».
pub fn to_latin(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' | 'э' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' => "i",
            'й' | 'ы' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ю' => "yu",
            'я' => "ya",
            _ => "",
        })
        .collect()
}
