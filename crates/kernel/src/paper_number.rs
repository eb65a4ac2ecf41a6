//! Numbers of papers that anybody may check: a year and ten random signs, so that nobody reads them all in a row.

/// Without letters that are read as digits or as each other.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random signs of a number: 50 bits, five and five.
const RANDOM: usize = 10;

/// «2026-7K3QM-X9T2P»
pub fn write(year: i32, mut random: u64) -> String {
    let mut number = format!("{year:04}-");
    for place in 0..RANDOM {
        if place == RANDOM / 2 {
            number.push('-');
        }
        let index = usize::try_from(random & 31).unwrap_or(0);
        number.push(char::from(SIGNS[index]));
        random >>= 5;
    }
    number
}

/// A number as it is stored: people type small letters, Russian ones that look the same, and leave out the dashes.
pub fn normal(typed: &str) -> Option<String> {
    if typed.len() > 100 {
        return None;
    }
    let mut signs = String::new();
    for c in typed.chars().flat_map(char::to_uppercase) {
        let sign = match c {
            'O' | 'О' => '0',
            'I' | 'L' => '1',
            'А' => 'A',
            'В' => 'B',
            'Е' | 'Ё' => 'E',
            'К' => 'K',
            'М' => 'M',
            'Н' => 'H',
            'Р' => 'P',
            'С' => 'C',
            'Т' => 'T',
            'У' => 'Y',
            'Х' => 'X',
            '-' | '–' | '—' | '−' | '№' => continue,
            c if c.is_whitespace() => continue,
            c => c,
        };
        if !u8::try_from(sign).is_ok_and(|sign| SIGNS.contains(&sign)) {
            return None;
        }
        signs.push(sign);
    }
    let year = signs.get(..4).filter(|year| year.chars().all(|c| c.is_ascii_digit()))?;
    let (first, second) = (signs.get(4..9)?, signs.get(9..)?);
    (signs.len() == 4 + RANDOM).then(|| format!("{year}-{first}-{second}"))
}
