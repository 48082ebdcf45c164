#include "runtime/image/folder.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <unordered_map>

#include "runtime/image/csv.hpp"
#include "runtime/image/raster.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

namespace nilgrad {
namespace {

namespace fs = std::filesystem;

std::string lowered(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool is_image_name(const fs::path& path) {
  const std::string ending = lowered(path.extension().string());
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

/// The folder's entries that are not hidden, in the order of their names.
std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::error_code failure;
  std::vector<fs::path> entries;
  for (auto entry = fs::directory_iterator(folder, failure); !failure && entry != fs::directory_iterator();
       entry.increment(failure))
    if (!entry->path().filename().string().starts_with('.')) entries.push_back(entry->path());
  if (failure) throw_error(ErrorKind::file, "{}: cannot be listed: {}", folder.string(), failure.message());
  std::sort(entries.begin(), entries.end(),
            [](const fs::path& a, const fs::path& b) { return a.filename().string() < b.filename().string(); });
  return entries;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// Which of `names` a header's field is.
bool is_one_of(const std::string& field, std::initializer_list<std::string_view> names) {
  const std::string low = lowered(std::string(trimmed(field)));
  return std::find(names.begin(), names.end(), low) != names.end();
}

struct Row {
  std::string file, label, place;
};

/// The rows of a CSV, by the columns that its header names, or the first two.
std::vector<Row> rows_of(const fs::path& csv) {
  const std::string text = read_bytes(csv);
  CsvRows reader(text, csv.string());
  std::vector<std::string> fields;
  std::vector<Row> rows;
  std::size_t file = 0, label = 1;
  for (bool first = true; reader.next(fields); first = false) {
    if (first) {
      const auto column = [&](std::initializer_list<std::string_view> names) {
        return static_cast<std::size_t>(
            std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return is_one_of(field, names); }) -
            fields.begin());
      };
      const std::size_t file_column = column({"file", "filename", "file_name", "image", "path"});
      const std::size_t label_column = column({"label", "class", "target", "category"});
      if (file_column < fields.size() && label_column < fields.size()) {
        file = file_column;
        label = label_column;
        continue;
      }
    }
    if (fields.size() <= std::max(file, label))
      throw_error(ErrorKind::file, "{}: {} fields, but the {} is in column {}", reader.place(), fields.size(),
                  fields.size() <= label ? "label" : "file", std::max(file, label) + 1);
    rows.push_back({std::string(trimmed(fields[file])), std::string(trimmed(fields[label])), reader.place()});
  }
  if (rows.empty()) throw_error(ErrorKind::file, "{}: names no image", csv.string());
  return rows;
}

/// All names that stand for classes, where the first row's label is not a number.
ClassNames names_in(const std::vector<Row>& rows) {
  if (class_number(rows.front().label) >= 0 || rows.front().label.empty()) return nullptr;
  std::set<std::string> names;
  for (const Row& row : rows)
    if (!row.label.empty()) names.insert(row.label);
  return std::make_shared<const std::vector<std::string>>(names.begin(), names.end());
}

void require_all_labelled(const fs::path& folder, const fs::path& csv,
                          const std::unordered_map<std::string, std::string>& places) {
  std::string first;
  std::size_t count = 0;
  for (const fs::path& entry : sorted_entries(folder))
    if (is_image_name(entry) && !places.contains(entry.lexically_normal().string()) && count++ == 0)
      first = entry.string();
  if (count > 0)
    throw_error(ErrorKind::file,
                "{} has no label in {}, nor have {} others; name them there, or give unlabelled = 'skip'", first,
                csv.string(), count - 1);
}

}  // namespace

LabelledFiles files_by_csv(const fs::path& folder, const fs::path& csv, ClassNames classes, bool skip_unlabelled) {
  const std::vector<Row> rows = rows_of(csv);
  LabelledFiles found;
  found.classes = classes ? std::move(classes) : names_in(rows);
  const ClassFinder finder(found.classes);
  std::unordered_map<std::string, std::string> places;
  for (const Row& row : rows) {
    if (row.file.empty()) throw_error(ErrorKind::file, "{}: the file's name is missing", row.place);
    const fs::path file = folder / row.file;
    std::error_code ignored;
    if (!fs::exists(file, ignored))
      throw_error(ErrorKind::file, "{}: no file {} in {} (a header names its columns file and label)", row.place,
                  transformer::shown_name(row.file), folder.string());
    const auto [earlier, fresh] = places.emplace(file.lexically_normal().string(), row.place);
    if (!fresh)
      throw_error(ErrorKind::file, "{}: {} stands there twice, first in {}", row.place,
                  transformer::shown_name(row.file), earlier->second);
    found.labels.push_back(finder.find(row.label, row.place));
    found.files.push_back(file);
  }
  if (!skip_unlabelled) require_all_labelled(folder, csv, places);
  return found;
}

LabelledFiles files_by_class(const fs::path& folder, ClassNames classes) {
  LabelledFiles found;
  std::vector<std::string> names;
  bool loose = false;
  for (const fs::path& entry : sorted_entries(folder)) {
    loose = loose || is_image_name(entry);
    if (!fs::is_directory(entry)) continue;
    const std::string name = entry.filename().string();
    auto label = static_cast<std::int64_t>(names.size());
    if (classes) {
      const auto place = std::find(classes->begin(), classes->end(), name);
      if (place == classes->end())
        throw_error(ErrorKind::file, "{}: the sub-folder is none of the {} classes", entry.string(), classes->size());
      label = place - classes->begin();
    }
    names.push_back(name);
    for (const fs::path& file : sorted_entries(entry))
      if (is_image_name(file)) {
        found.files.push_back(file);
        found.labels.push_back(label);
      }
  }
  if (found.files.empty())
    throw_error(ErrorKind::file, "{}: {}", folder.string(),
                loose ? "its images are not in sub-folders, one a class; give labels = a CSV of file and label"
                      : "holds no PNG or JPEG in sub-folders, one a class");
  found.classes = classes ? std::move(classes) : std::make_shared<const std::vector<std::string>>(std::move(names));
  return found;
}

}  // namespace nilgrad
