-- What ng.library was told, by the library: { name, version, summary, names (of its objectives, sorted), objectives, optima }.
return setmetatable({}, { __mode = "k" })
