#include "runtime/algorithm/journal.hpp"

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/algorithm/journal_line.hpp"
#include "runtime/error.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr const char* header = R"({"a": 1})";

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A journal of five values, some figures and an end, as a text.
std::string finished_journal(const TemporaryFolder& folder) {
  const auto path = folder.path() / "finished";
  {
    Journal journal = Journal::create(path, header, never);
    journal.append(std::vector<Journal::Noted>{{1, 0.5}, {2, -3}}, 0.25);
    journal.append(std::vector<Journal::Noted>{{3, 7}}, 0.5);
    journal.append(Assessment{1, {{"accuracy", 0.75}, {"loss", 2}}}, 0.75);
    journal.append(std::vector<Journal::Noted>{{5, 1}, {4, 2}}, 2);
    journal.append(Journal::End{5, 2.5, "budget"});
  }
  return content_of(path);
}

/// One that ends in lines that do not say which evaluations they are of.
std::string running_journal(const TemporaryFolder& folder) {
  const auto path = folder.path() / "running";
  {
    Journal journal = Journal::create(path, header, never);
    for (std::int64_t i = 0; i < 4; ++i)
      journal.append(std::vector<Journal::Noted>{{2 * i + 1, 1.0 / 3}, {2 * i + 2, -0.5}}, 0.25);
  }
  return content_of(path);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1)
    lines.push_back(text.substr(begin, text.find('\n', begin) + 1 - begin));
  return lines;
}

std::uint64_t bits(double number) { return std::bit_cast<std::uint64_t>(number); }

}  // namespace

TEST_CASE("a journal holds its header and values to the bit, in any order within a request, and its end") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.journal";
  const double payload = std::bit_cast<double>(0x7ff8000000c0ffeeULL), infinity = never;
  {
    Journal journal = Journal::create(path, header, 0);
    journal.append(std::vector<Journal::Noted>{{2, payload}, {3, -infinity}, {1, -0.0}}, 0.125);
    journal.append(std::vector<Journal::Noted>{{4, 5e-324}}, 2);
    journal.append(Journal::End{4, 3, "a \"reason\"\nof two lines"});
    journal.append(Assessment{2, {{"score", payload}}}, 4);  // of the point at the end
  }
  const auto contents = Journal::read(path);
  CHECK(contents.header == header);
  REQUIRE(contents.values.size() == 4);
  CHECK(bits(contents.values[0]) == bits(-0.0));
  CHECK(bits(contents.values[1]) == 0x7ff8000000c0ffeeULL);
  CHECK(contents.values[2] == -infinity);
  CHECK(contents.values[3] == 5e-324);
  CHECK(contents.evaluations() == 4);
  CHECK(contents.seconds == 4);
  REQUIRE(contents.assessments.size() == 1);
  CHECK(contents.assessments[0].step == 2);
  CHECK(contents.assessments[0].figures.at(0).name == "score");
  CHECK(bits(contents.assessments[0].figures.at(0).value) == bits(payload));
  REQUIRE(contents.end);
  CHECK(contents.end->seconds == 3);
  CHECK(contents.end->reason == "a \"reason\"\nof two lines");
  CHECK(contents.torn_bytes == 0);
}

TEST_CASE("a journal is not made where there is one, nor where there is no folder, and leaves nothing beside it") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.journal";
  const Journal journal = Journal::create(path, header, never);
  CHECK_THROWS_WITH(Journal::create(path, header, never), Catch::Contains("run.journal: there is a journal already"));
  CHECK_THROWS_WITH(Journal::create(folder.path() / "no" / "where", header, never),
                    Catch::Contains("cannot create the journal: No such file or directory"));
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
  CHECK(files == 1);
}

TEST_CASE("a journal is open to one run at a time, and can be read meanwhile") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.journal";
  {
    Journal journal = Journal::create(path, header, never);
    CHECK_THROWS_WITH(Journal::open(path, never), Catch::Contains("a run is using this journal"));
    CHECK(Journal::in_use(path));
    journal.append(std::vector<Journal::Noted>{{1, 0.5}}, 0);
    CHECK(Journal::read(path).evaluations() == 1);
    const Journal moved = std::move(journal);
    CHECK(Journal::in_use(path));
  }
  CHECK_FALSE(Journal::in_use(path));
  CHECK(Journal::open(path, never).path() == path);
}

TEST_CASE("a journal cut anywhere is cut back to its last whole record, and goes on from there") {
  const TemporaryFolder folder;
  const std::string whole = finished_journal(folder);
  const std::size_t header_end = whole.find('\n', whole.find('\n') + 1) + 1;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO("cut to " << size << " bytes");
    const auto path = folder.file("cut", whole.substr(0, size));
    if (size < header_end) {
      CHECK_THROWS_AS(Journal::read(path), Error);
      continue;
    }
    const std::string kept = whole.substr(0, whole.rfind('\n', size - 1) + 1);
    {
      Journal journal = Journal::open(path, never);
      const auto contents = journal.contents();
      CHECK(contents.whole_bytes == kept.size());
      CHECK(contents.torn_bytes == size - kept.size());
      CHECK(content_of(path).size() == size);  // what is only looked at stays as it is
      journal.append(std::vector<Journal::Noted>{{9, 4}}, 3);
    }
    const auto again = content_of(path);
    CHECK(again.substr(0, kept.size()) == kept);
    const auto contents = Journal::read(path);
    CHECK(contents.torn_bytes == 0);
    CHECK(contents.has(9));
  }
}

TEST_CASE("no bit of a journal can be turned without its being refused, or cut back where it is the last record") {
  const TemporaryFolder folder;
  for (const std::string& whole : {finished_journal(folder), running_journal(folder)}) {
    const auto original = Journal::read(folder.file("whole", whole));
    const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;
    for (std::size_t i = 0; i < whole.size(); ++i)
      for (int bit = 0; bit < 8; ++bit) {
        INFO("bit " << bit << " of byte " << i);
        std::string turned = whole;
        turned[i] = static_cast<char>(turned[i] ^ (1 << bit));
        const auto path = folder.file("turned", turned);
        if (i + 1 < last) {
          CHECK_THROWS_AS(Journal::read(path), Error);
          continue;
        }
        const auto contents = Journal::read(path);
        CHECK(contents.torn_bytes > 0);
        CHECK_FALSE(contents.end);
        CHECK(contents.evaluations() <= original.evaluations());
      }
  }
}

TEST_CASE("a journal whose lines were moved about is refused") {
  const TemporaryFolder folder;
  const auto reading = [&](const std::vector<std::string>& some) {
    std::string text;
    for (const auto& line : some) text += line;
    return Journal::read(folder.file("moved", text));
  };
  const auto running = lines_of(running_journal(folder));
  for (std::size_t i = 2; i < running.size(); ++i)
    for (std::size_t j = 2; j < running.size(); ++j) {
      INFO("line " << i + 1 << " before line " << j + 1);
      auto twice = running, moved = running;
      twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(j), running[i]);
      const bool at_the_end = i == j && j + 1 == running.size();  // what is wrong there is cut off
      if (!at_the_end) CHECK_THROWS_WITH(reading(twice), Catch::Contains("is not what was written"));
      std::swap(moved[i], moved[j]);
      if (i < j) CHECK_THROWS_WITH(reading(moved), Catch::Contains("is not what was written"));
    }
  auto without = running;
  without.erase(without.begin() + 3);
  CHECK_THROWS_WITH(reading(without), Catch::Contains("line 4 is not what was written, and line 5 after it is whole"));

  const auto lines = lines_of(finished_journal(folder));
  REQUIRE(lines.size() == 8);
  auto twice = lines;
  twice.insert(twice.begin() + 6, lines[5]);
  CHECK_THROWS_WITH(reading(twice), Catch::Contains("line 7 tells an evaluation that was told before"));
  auto figures_twice = lines;
  figures_twice.insert(figures_twice.begin() + 6, lines[4]);
  CHECK_THROWS_WITH(reading(figures_twice), Catch::Contains("line 7 has no figures of this run"));
  auto after_end = lines;
  after_end.push_back(lines[5]);
  CHECK_THROWS_WITH(reading(after_end), Catch::Contains("stands after the end"));
  without = lines;
  without.erase(without.begin() + 6);
  CHECK_THROWS_WITH(reading(without), Catch::Contains("is no end of this run"));

  const auto elsewhere = folder.path() / "elsewhere";
  Journal::create(elsewhere, R"({"a": 2})", never).append(std::vector<Journal::Noted>{{6, 1}}, 1);
  auto spliced = lines;
  spliced.insert(spliced.begin() + 3, lines_of(content_of(elsewhere)).back());
  CHECK_THROWS_WITH(reading(spliced), Catch::Contains("damaged: line 4 is not what was written, and line 5"));
}

TEST_CASE("numbers are as long as their bits make them, and old ones of full length are read") {
  for (const auto& [number, text] : std::vector<std::pair<double, std::string>>{
           {0, "0"}, {-0.0, "8"}, {1.5, "3ff8"}, {1.0 / 3, "3fd5555555555555"}, {5e-324, "0000000000000001"}}) {
    std::string written;
    journal_line::append_number(written, number);
    CHECK(written == text);
    CHECK(bits(journal_line::number(written).value()) == bits(number));
    CHECK(bits(journal_line::number(text + std::string(16 - text.size(), '0')).value()) == bits(number));
  }
  for (const char* text : {"", "g", "3FF", "+1", "00000000000000000"}) CHECK_FALSE(journal_line::number(text));
}

TEST_CASE("twenty thousand steps of two values each take less than a megabyte, however long they last") {
  for (const double seconds : {0.001, 0.5, 3.7, 60.0}) {
    INFO(seconds << " s a step");
    const TemporaryFolder folder;
    const auto path = folder.path() / "run";
    Journal journal = Journal::create(path, header, never);
    for (std::int64_t step = 0; step < 20000; ++step) {
      const double loss = std::sin(static_cast<double>(step));
      journal.append(std::vector<Journal::Noted>{{2 * step + 1, loss}, {2 * step + 2, loss / 3}},
                     seconds * static_cast<double>(step));
    }
    CHECK(std::filesystem::file_size(path) < 1000000);
    CHECK(Journal::read(path).evaluations() == 40000);
    CHECK(Journal::read(path).seconds == Approx(seconds * 20000).epsilon(0.002).margin(1));
  }
}

TEST_CASE("time is written down where a second has passed") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  {
    Journal journal = Journal::create(path, header, never);
    for (std::int64_t i = 1; i <= 10; ++i)
      journal.append(std::vector<Journal::Noted>{{i, 0.5}}, 0.5 * static_cast<double>(i));
  }
  const auto lines = lines_of(content_of(path));
  CHECK(lines.size() == 12);
  CHECK(std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.find(" v ") != line.npos; }) == 5);
  const auto contents = Journal::read(path);
  CHECK(contents.evaluations() == 10);
  CHECK(contents.seconds == 5);
}

TEST_CASE("the name of a figure is one word") {
  const TemporaryFolder folder;
  Journal journal = Journal::create(folder.path() / "run", header, never);
  for (const char* name : {"", "two words", "a\nline"})
    CHECK_THROWS_WITH(journal.append(Assessment{1, {{name, 1}}}, 0), Catch::Contains("is one word, without spaces"));
  CHECK_NOTHROW(journal.append(Assessment{1, {{"Länge", 1}}}, 0));
  CHECK(Journal::read(folder.path() / "run").assessments.at(0).figures[0].name == "Länge");
}

TEST_CASE("what is no journal says what it is") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(Journal::read(folder.path() / "absent"), Catch::Contains("absent: no such file"));
  CHECK_THROWS_WITH(Journal::read(folder.file("empty", "")), Catch::Contains("empty: the file is empty"));
  CHECK_THROWS_WITH(Journal::read(folder.file("text", "hello\nworld\n")), Catch::Contains("no journal of nilgrad"));
  CHECK_THROWS_WITH(Journal::read(folder.file("later", "nilgrad journal 2\n")),
                    Catch::Contains("a journal of format '2'; this program reads format 1"));
  CHECK_THROWS_WITH(Journal::read(folder.file("cut", "nilgrad journal 1\n12345678 {")),
                    Catch::Contains("ends within its header"));
  CHECK_THROWS_WITH(Journal::read(folder.file("turned", "nilgrad journal 1\n12345678 {}\n")),
                    Catch::Contains("damaged: its header (line 2)"));
  CHECK_THROWS_WITH(Journal::read(folder.path()), Catch::Contains("a folder, not a file"));
}

TEST_CASE("a whole line that is no record is refused") {
  const TemporaryFolder folder;
  const std::uint32_t seed = journal_line::checksum(header, 0);
  const auto reading = [&](const std::string& payload) {
    std::string text = "nilgrad journal 1\n";
    journal_line::append_hex(text, seed, 8);
    text += std::string(" ") + header + "\n";
    journal_line::append_hex(text, journal_line::checksum(payload, seed), 8);
    return Journal::read(folder.file("odd", text + " " + payload + "\n"));
  };
  const std::string number = " 3ff0000000000000";
  CHECK(reading("v 1" + number + number).evaluations() == 1);
  CHECK(reading("e 1 3ff accuracy 3fe").assessments.at(0).figures.at(0).value == 0.5);
  for (const char* payload :
       {"", "v", "v 1", "v x 3ff0000000000000 3ff0000000000000", "v 0 3ff0000000000000 3ff0000000000000",
        "v -1 3ff0000000000000 3ff0000000000000", "v 1 3ff0000000000000", "v 1 1.0 2.0",
        "v 99999999999999999 3ff0000000000000 3ff0000000000000", "end 3 3ff0000000000000 \"budget\"",
        "end 0 3ff0000000000000 budget", "e 1 3ff", "e 1 3ff accuracy", "e 1 3ff accuracy 0.5", "e -1 3ff accuracy 3ff",
        "w 1 3ff0000000000000 3ff0000000000000"}) {
    INFO(payload);
    CHECK_THROWS_WITH(reading(payload), Catch::Contains("damaged: line 3"));
  }
}

TEST_CASE("what cannot be written leaves the journal whole, and says so") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.journal";
  Journal journal = Journal::create(path, header, never);
  journal.append(std::vector<Journal::Noted>{{1, 0.5}}, 0);
  const std::string before = content_of(path);

  rlimit unlimited{};
  getrlimit(RLIMIT_FSIZE, &unlimited);
  const auto old = signal(SIGXFSZ, SIG_IGN);
  const rlimit little{before.size() + 10, unlimited.rlim_max};
  setrlimit(RLIMIT_FSIZE, &little);
  CHECK_THROWS_WITH(journal.append(std::vector<Journal::Noted>{{2, 1}}, 0),
                    Catch::Contains("cannot write to the journal: File too large"));
  setrlimit(RLIMIT_FSIZE, &unlimited);
  signal(SIGXFSZ, old);

  CHECK(content_of(path) == before);
  journal.append(std::vector<Journal::Noted>{{2, 1}}, 0);
  CHECK(Journal::read(path).evaluations() == 2);
}
