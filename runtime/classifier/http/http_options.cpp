#include "runtime/catalog/describe.hpp"
#include "runtime/classifier/http/http_classifier.hpp"

NILGRAD_DESCRIBE(model, http) {
  using Options = nilgrad::HttpClassifier::Options;
  return Described<Options>("model", "http", "a classifier that is a web service, asked by POST with JSON or PNG")
      .signature("ng.model.http { url = …, input_shape = …, classes = … } -> remote_classifier")
      .option("url", &Options::url, "https://… (or http://…)", {.required = true})
      .option("input_shape", &Options::input_shape, "of an image, such as { 3, 224, 224 }",
              {.low = 1, .required = true})
      .option("classes", &Options::classes, "how many scores an image has",
              {.low = 2, .high = 1e6, .default_text = "as many as labels"})
      .option("labels", &Options::labels, "the classes' names in their order, where the service answers by name",
              {.default_text = "none: scores in the order of the classes"})
      .option("label_field", &Options::label_field, "of a list of objects, one a class: where its name stands")
      .option("score_field", &Options::score_field, "likewise its score")
      .option("scores", &Options::scores, "what they are; of labels, the answer is one class from 0, or its name",
              {.choices = {"probabilities", "logits", "labels"}})
      .option(
          "missing", &Options::missing,
          "of answers by name: the score of a class that is not named, as by services that name the best alone; of\n"
          "probabilities a small one, such as 1e-6",
          {.default_text = "none: such an answer is an error"})
      .option("response", &Options::response,
              "where an image's scores stand in the answer (of a batch, the list of them): names with dots between\n"
              "them, [] for every element of a list, [0] for its first: \"predictions[].score\"",
              {.default_text = "the whole answer"})
      .option("format", &Options::format,
              "json: numbers in lists; png: a file in multipart/form-data, rounded to bytes",
              {.choices = {"json", "png"}})
      .option("field", &Options::field, "the images' field; \"\": the JSON is the images alone",
              {.default_text = R"("instances" in JSON, "image" of a PNG)"})
      .opaque("fields", Type::any, "", "{ name = text, number or boolean } sent beside the images")
      .option("batch", &Options::batch,
              "the field holds a list of images, so many at most; the answer a list of their scores",
              {.low = 1, .high = 65536, .unit = "images", .default_text = "none: one image a request, not in a list"})
      .option("layout", &Options::layout,
              "of an image's numbers in JSON: [channels][height][width], channels last, or one list",
              {.choices = {"nchw", "nhwc", "flat"}})
      .option("range", &Options::range, "in JSON: what pixels 0 and 1 become", {.default_text = "{ 0, 1 }"})
      .option("mean", &Options::mean, "in JSON: taken from them after that, one or one a channel",
              {.default_text = "0"})
      .option("std", &Options::std, "in JSON: divided by last", {.low = 0, .above_low = true, .default_text = "1"})
      .opaque("headers", Type::any, "", R"({ ["X-Name"] = "value" })")
      .opaque(
          "authentication", Type::any, "",
          "{ environment = \"NAME\", header = \"Authorization\", prefix = \"Bearer \" }: the secret is read from that\n"
          "environment variable, and never shown or recorded")
      .option("rate", &Options::rate, "most images a second, those tried again included",
              {.low = 0, .high = 1e9, .above_low = true, .unit = "1/s", .default_text = "none"})
      .option("connections", &Options::connections, "most requests at once", {.low = 1, .high = 256})
      .option("timeout", &Options::timeout, "most time of a try", {.low = 0.001, .high = 86400, .unit = "s"})
      .option("retries", &Options::retries,
              "how often a request is tried again after no connection, no whole answer in time, or a status of 408,\n"
              "425, 429, 500, 502, 503, 504 or 529; other statuses and answers without scores are errors at once",
              {.low = 0, .high = 1000})
      .option("back_off", &Options::back_off,
              "before the second try, doubled for each later one up to 60 s, times 0.5 to 1 at random; more where the\n"
              "server says so (Retry-After)",
              {.low = 0, .high = 3600, .unit = "s"})
      .option("longest_wait", &Options::longest_wait, "a Retry-After of more is an error",
              {.low = 0, .high = 1e9, .unit = "s"})
      .option("ca", &Options::ca, "a PEM file of certificate authorities to trust; TLS is always verified",
              {.default_text = "the system's"})
      .option("name", &Options::name, "what reports and messages call it",
              {.default_text = "the url without its query"})
      .formula("docs/classifiers.md shows requests and answers")
      .cost("1 query an image; retries are not counted")
      .memory("the requests under way, about 12 bytes a pixel in JSON")
      .example(
          "local model = ng.model.http { url = \"https://classifier.example/v1/predict\", input_shape = { 3, 32, 32 "
          "},\n"
          "  classes = 10, response = \"predictions\", batch = 16, rate = 50 }\n"
          "return model   -- model:predict(images) asks it");
}
