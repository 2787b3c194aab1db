//! Tokens cut at their commas, so that each piece is read for itself.

use proc_macro2::{Span, TokenStream, TokenTree};

/// The tokens between commas; nothing comes of a comma at the end.
pub(crate) fn at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut pieces = vec![Vec::new()];
    for token in tokens {
        match (&token, pieces.last_mut()) {
            (TokenTree::Punct(mark), _) if mark.as_char() == ',' => pieces.push(Vec::new()),
            (_, Some(piece)) => piece.push(token),
            (_, None) => {}
        }
    }
    if pieces.last().is_some_and(Vec::is_empty) {
        pieces.pop();
    }
    pieces
}

/// What stands before the first colon, and what stands behind it.
pub(crate) fn at_colon(piece: &[TokenTree]) -> Option<(&TokenTree, &[TokenTree])> {
    match piece {
        [key, TokenTree::Punct(mark), value @ ..] if mark.as_char() == ':' => Some((key, value)),
        _ => None,
    }
}

/// Where a piece begins; the whole macro for an empty one.
pub(crate) fn start(piece: &[TokenTree]) -> Span {
    piece.first().map_or_else(Span::call_site, TokenTree::span)
}
