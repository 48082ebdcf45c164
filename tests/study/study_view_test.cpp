#include "runtime/study/study_view.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/study/postgresql_server.hpp"
#include "tests/study/storage_of.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

TEST_CASE("looking at a storage that is not there makes no file") {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "none.db";
  CHECK_THROWS_WITH(open_existing(path), path + ": there is no such file");
  CHECK_FALSE(std::filesystem::exists(path));
}

namespace {

void sees_what_workers_do(const std::string& kind) {
  const StorageOf at(kind);
  Storage& storage = *at.storage;
  StudyRecord wanted;
  wanted.name = "s";
  const std::int64_t id = storage.create(wanted).id;
  storage.describe(id, "theirs", "none");

  StudyView view(at.where, "s");
  CHECK(view.history().trials().empty());
  const auto trial = storage.claim(id, {.worker = "w", .total = 5, .lease = 30});
  REQUIRE(trial);
  view.sync();
  REQUIRE(view.history().trials().size() == 1);
  CHECK(view.history().trials()[0].state == State::running);
  const auto leases = view.storage().leases(id);
  REQUIRE(leases.size() == 1);
  CHECK(leases[0].number == 0);
  CHECK(leases[0].left > 20);
  CHECK(leases[0].left <= 30);

  Finish finish;
  finish.values = {2.5};
  CHECK(storage.finish({id, 0, trial->attempt, "w"}, finish));
  view.sync();
  REQUIRE(view.history().best());
  CHECK(view.history().best()->values.front() == 2.5);
  CHECK(view.storage().leases(id).empty());
  CHECK(storage.find("s")->sampler == "theirs");
  CHECK_THROWS_WITH(StudyView(at.where, "other"), Catch::Contains("has no study 'other'"));
}

}  // namespace

TEST_CASE("a view sees what workers do, and the leases of what runs, and changes nothing") {
  sees_what_workers_do("sqlite");
}

TEST_CASE("a view of a study in PostgreSQL sees the same") {
  if (!PostgresqlServer::shared()) return;
  sees_what_workers_do("postgresql");
}
