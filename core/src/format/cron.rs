//! Cron expressions: five fields, six with seconds before them, seven with years behind.

/// The range and the names of one field.
struct Field {
    least: u16,
    most: u16,
    names: &'static [&'static str],
    /// Whether the marks of days are allowed: `?`, `L`, `W`, `#`.
    day: bool,
}

const MONTHS: &[&str] = &[
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const fn numbers(least: u16, most: u16) -> Field {
    Field {
        least,
        most,
        names: &[],
        day: false,
    }
}

/// Seconds, minutes, hours, days of the month, months, days of the week, years.
const FIELDS: [Field; 7] = [
    numbers(0, 59),
    numbers(0, 59),
    numbers(0, 23),
    Field {
        day: true,
        ..numbers(1, 31)
    },
    Field {
        names: MONTHS,
        ..numbers(1, 12)
    },
    Field {
        names: DAYS,
        day: true,
        ..numbers(0, 7)
    },
    numbers(1970, 2199),
];

pub(super) fn is_cron(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    // Crontabs and schedulers put a zone before the fields.
    if ["TZ=", "CRON_TZ="]
        .iter()
        .any(|name| text.starts_with(name))
    {
        words.next();
    }
    let fields = match words.clone().count() {
        5 => &FIELDS[1..6],
        6 => &FIELDS[..6],
        7 => &FIELDS[..],
        _ => return false,
    };
    fields
        .iter()
        .zip(words)
        .all(|(field, word)| field.admits(word))
}

impl Field {
    fn admits(&self, word: &str) -> bool {
        word.split(',').all(|item| self.admits_item(item))
    }

    fn admits_item(&self, item: &str) -> bool {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (item, None),
        };
        let step_fits =
            step.is_none_or(|step| plain(step).is_some_and(|step| step > 0 && step <= self.most));
        let range_fits = range == "*"
            || self.value(range).is_some()
            || range.split_once('-').is_some_and(|(first, last)| {
                self.value(first).is_some() && self.value(last).is_some()
            })
            || (self.day && step.is_none() && self.admits_day_mark(range));
        step_fits && range_fits
    }

    /// `?`, `L`, `LW`, `L-3`, `15W`, `5L`, `5#3`.
    fn admits_day_mark(&self, text: &str) -> bool {
        matches!(text, "?" | "L" | "LW" | "W")
            || text
                .strip_prefix("L-")
                .is_some_and(|back| plain(back).is_some_and(|back| back < self.most))
            || text
                .strip_suffix(['L', 'W'])
                .is_some_and(|day| self.value(day).is_some())
            || text.split_once('#').is_some_and(|(day, week)| {
                self.value(day).is_some() && plain(week).is_some_and(|week| (1..=5).contains(&week))
            })
    }

    fn value(&self, text: &str) -> Option<u16> {
        let named = self
            .names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(text));
        match named {
            Some(at) => u16::try_from(at).ok(),
            None => plain(text).filter(|value| (self.least..=self.most).contains(value)),
        }
    }
}

fn plain(text: &str) -> Option<u16> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_of_crontabs_and_schedulers() {
        for text in [
            "0 4 * * *",
            "*/5 0-6,20 1,15 JAN-mar sun",
            "0 0 0 ? * MON",
            "0 15 10 L * ?",
            "0 15 10 LW,15W * ? 2030",
            "0 15 10 ? * 6#3 2020-2030/2",
            "0 0 12 L-3 * ?",
            "TZ=+00 * * 1-2 * * ?",
        ] {
            assert!(is_cron(text), "{text}");
        }
        for text in [
            "",
            "every morning",
            "* * * *",
            "* * * * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 8",
            "*/0 * * * *",
            "1- * * * *",
            "a * * * *",
            "? * * * *",
            "* * * * 1#6",
            "1,,2 * * * *",
        ] {
            assert!(!is_cron(text), "{text}");
        }
    }
}
