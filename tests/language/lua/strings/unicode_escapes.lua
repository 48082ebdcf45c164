print("\u{48}\u{20AC}", #"\u{7FFFFFFF}") -- expect: H€	6
