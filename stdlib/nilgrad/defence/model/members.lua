-- What every defence is described to return.
return function(more)
  local members = {
    { name = "predict", help = "model:predict(images): what the model behind says of the changed images; likewise :classify" },
    { name = "classes", help = "as of the model behind; likewise input_shape and scores" },
    { name = "name", help = "both names, for reports" },
    { name = "model", help = "the model behind" },
  }
  return table.move(more or {}, 1, #(more or {}), #members + 1, members)
end
