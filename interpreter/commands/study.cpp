#include "interpreter/commands/study.hpp"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <string>

#include "interpreter/commands/lua_command.hpp"
#include "interpreter/exit_code.hpp"

namespace nilgrad::interpreter {
namespace {

/// The options of all subcommands: what was given of them goes to stdlib/nilgrad/study/command.lua by name.
class Parser {
 public:
  Parser() : app_("Looks at tuning studies: of a file (SQLite) or a database (postgresql://…).", "nilgrad study") {
    app_.require_subcommand(1);
    add("list", "the studies of a storage");
    of_study("show", "everything about a study: counts, space, best, importance, failures");
    CLI::App* best = of_study("best", "the best configuration");
    auto* as_json = best->add_flag_callback(
        "--json", [this] { words_["format"] = std::string("json"); }, "as JSON");
    best->add_flag_callback(
            "--lua", [this] { words_["format"] = std::string("lua"); }, "as a Lua table")
        ->excludes(as_json);
    add_trials();
    add_pictures();
    add_transfer();
    add_watch();
    flag(of_study("delete", "removes a study from its storage"), "--yes", "without asking");
  }

  CLI::App& app() { return app_; }

  /// What was asked for, after app().parse().
  Words words() {
    CLI::App* chosen = app_.get_subcommands().front();
    words_["command"] = chosen->get_name();
    words_["storage"] = storage_;
    for (const auto& [key, text] : texts_)
      if (!text.empty()) words_[key.substr(key.find(' ') + 1)] = text;
    return words_;
  }

 private:
  CLI::App* add(const std::string& name, const std::string& help) {
    CLI::App* command = app_.add_subcommand(name, help);
    command->add_option("storage", storage_, "the file, or postgresql://user@host/database")->required();
    return command;
  }

  CLI::App* of_study(const std::string& name, const std::string& help) {
    CLI::App* command = add(name, help);
    text(command, "study", "its name, where the storage has several", "name");
    return command;
  }

  CLI::Option* text(CLI::App* command, const std::string& option, const std::string& help, std::string key = "") {
    if (key.empty()) key = option.substr(option.find_first_not_of('-'));
    return command->add_option(option, texts_[command->get_name() + " " + key], help);
  }

  static std::string key_of(const std::string& option) { return option.substr(option.find_first_not_of('-')); }

  void flag(CLI::App* command, const std::string& option, const std::string& help) {
    command->add_flag_callback(
        option, [this, option] { words_[key_of(option)] = true; }, help);
  }

  void integer(CLI::App* command, const std::string& option, const std::string& help) {
    command
        ->add_option_function<std::int64_t>(
            option, [this, option](std::int64_t value) { words_[key_of(option)] = value; }, help)
        ->check(CLI::PositiveNumber);
  }

  void seconds(CLI::App* command, const std::string& option, const std::string& help) {
    command
        ->add_option_function<double>(
            option, [this, option](double value) { words_[key_of(option)] = value; }, help)
        ->check(CLI::PositiveNumber);
  }

  void add_trials() {
    CLI::App* trials = of_study("trials", "a table of trials");
    text(trials, "--state", "only those")->check(CLI::IsMember({"waiting", "running", "complete", "pruned", "failed"}));
    text(trials, "--sort", "by number, value (the best first), seconds, cost, started, finished or a parameter");
    flag(trials, "--reverse", "the other way round");
    integer(trials, "--limit", "at most so many");
  }

  void add_pictures() {
    CLI::App* plot = of_study("plot", "draws a picture");
    text(plot, "--out", "the file, .png, .svg or .pdf; by default the study's name and .png; - for the terminal");
    text(plot, "--kind", "which picture; an overview by default")
        ->check(CLI::IsMember({"overview", "history", "parallel", "slice", "contour", "importance", "intermediate",
                               "pareto", "timeline"}));
    text(plot, "--params", "the parameters to show: C,gamma");
    integer(plot, "--objective", "which one, of several");
    text(of_study("report", "writes all of it into one HTML file"), "--out",
         "the file; by default the study's name and .html");
  }

  void add_transfer() {
    CLI::App* out = of_study("export", "writes a study's trials for other programs, or to import them elsewhere");
    text(out, "--out", "the file; by default standard output");
    text(out, "--format", "jsonl (the default) and json have everything, csv is a table")
        ->check(CLI::IsMember({"jsonl", "json", "csv"}));
    CLI::App* in = add("import", "adds the trials of a file to a storage");
    text(in, "file", "what `export` wrote, or Optuna's SQLite file")->required();
    text(in, "--as", "the study they go into; by default its name in the file");
    text(in, "--name", "which study of the file, where it has several");
  }

  void add_watch() {
    CLI::App* watch = of_study("watch", "follows a running study; q or Ctrl-C quits");
    flag(watch, "--once", "one look, and no more");
    seconds(watch, "--every", "seconds between looks; 1 by default");
    integer(watch, "--trials", "how many trials the study shall have: for the time left");
    seconds(watch, "--idle", "seconds without a running trial after which the study is over; 10 by default");
  }

  CLI::App app_;
  std::string storage_;
  std::map<std::string, std::string> texts_;  // "trials sort" → what was given
  Words words_;
};

}  // namespace

int study_command(int argc, char** argv) {
  Parser parser;
  try {
    parser.app().parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return parser.app().exit(error) == 0 ? exit_done : exit_usage;
  }
  return run_lua_command("nilgrad.study.command", parser.words());
}

}  // namespace nilgrad::interpreter
