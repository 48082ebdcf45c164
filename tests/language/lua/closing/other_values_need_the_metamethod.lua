local x <close> = {} -- expect error: variable 'x' got a non-closable value
