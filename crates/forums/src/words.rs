//! Words people look for: lower case, «ё» as «е», nothing but letters and digits.

/// The form stored in `search_key` columns and asked by [`wanted`].
pub fn key(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        let c = if c == 'ё' { 'е' } else { c };
        if c.is_alphanumeric() {
            if gap && !words.is_empty() {
                words.push(' ');
            }
            words.push(c);
            gap = false;
        } else {
            gap = true;
        }
    }
    words
}

/// Words of a question; every one of them must occur. At most eight: more only slow the answer down.
pub fn wanted(query: &str) -> Vec<String> {
    key(query).split(' ').filter(|w| !w.is_empty()).take(8).map(str::to_owned).collect()
}
