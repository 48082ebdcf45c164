#include "runtime/attack/attack_journal.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <limits>

#include "runtime/error.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

const std::string header = R"({"budget":10,"seed":1})";

AttackJournal::Record record(std::vector<Question::Answer> answers) { return {std::move(answers), {}}; }

std::string content(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// A journal of two attacks.
void fill(const std::filesystem::path& path) {
  AttackJournal journal(path, header);
  journal.add(1, record({{0.1, false, true}, {-1, true, true}}));
  journal.add(2, record({{1, false, true}}));
  journal.write();
  journal.add(1, record({{std::numeric_limits<double>::infinity(), false, false}, {-0.3, true, true}}));
  journal.write();
}

}  // namespace

TEST_CASE("answers to attacks come back as they were, the next one last") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.journal";
  fill(path);
  AttackJournal journal(path, header);
  const auto records = journal.take(1);
  REQUIRE(records.size() == 2);
  CHECK(records[1].answers[0].loss == 0.1);
  CHECK(records[1].answers[1].fooled);
  CHECK(records[1].answers[1].loss == -1);
  CHECK_FALSE(records[0].answers[0].finite);
  CHECK(records[0].answers[1].loss == -0.3);
  CHECK(journal.take(1).empty());
  CHECK(journal.take(2).size() == 1);
  CHECK(journal.take(3).empty());
}

TEST_CASE("scores are kept beside the losses of attacks that read them") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.journal";
  const Tensor scores = Tensor::full({2, 3}, 0.1, DType::float32);
  scores.as<float>()[4] = -std::numeric_limits<float>::infinity();
  {
    AttackJournal journal(path, header);
    journal.add(5, {{{0.5, false, true}, {2, false, true}}, scores});
    journal.write();
  }
  const auto records = AttackJournal(path, header).take(5);
  REQUIRE(records.size() == 1);
  REQUIRE(records[0].scores.shape() == Shape{2, 3});
  for (std::size_t i = 0; i < 6; ++i) CHECK(records[0].scores.as<float>()[i] == scores.as<float>()[i]);
}

TEST_CASE("a line that was not written to its end is cut off, and the journal goes on") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.journal";
  fill(path);
  const std::string whole = content(path);
  const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;
  for (std::size_t size = last; size < whole.size(); ++size) {
    write(path, whole.substr(0, size));
    {
      AttackJournal journal(path, header);
      CHECK(journal.take(1).size() == 1);
      journal.add(1, record({{std::numeric_limits<double>::infinity(), false, false}, {-0.3, true, true}}));
      journal.write();
    }
    CHECK(content(path) == whole);
  }
}

TEST_CASE("a damaged line before others, another header and another file are refused") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.journal";
  fill(path);
  const std::string whole = content(path);
  CHECK_THROWS_WITH(AttackJournal(path, R"({"budget":20,"seed":1})"), Catch::Contains("budget = 10, this one has 20"));
  std::string broken = whole;
  const std::size_t at = broken.find("\n", broken.find("\n") + 1) + 12;
  broken[at] = broken[at] == '7' ? '8' : '7';
  write(path, broken);
  CHECK_THROWS_WITH(AttackJournal(path, header), Catch::Contains("damaged: line 3"));
  write(path, "something else\n");
  CHECK_THROWS_WITH(AttackJournal(path, header), Catch::Contains("no journal of an attack"));
}

TEST_CASE("two attacks cannot write to one journal") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.journal";
  const AttackJournal first(path, header);
  CHECK_THROWS_WITH(AttackJournal(path, header), Catch::Contains("a run is using this journal"));
}
