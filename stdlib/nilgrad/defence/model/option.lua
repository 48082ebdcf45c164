-- The option that every defence has.
return { name = "model", type = "any", required = true,
  help = "ng.model.load(…), anything with model:predict(images), or a function images → logits; also a defended one" }
