// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>

#include <params/reader/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace lacuna::params {
namespace {
namespace fs = std::filesystem;

constexpr const char *command_line = "--set";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string place(const Entry &entry) {
  if (entry.file == command_line)
    return entry.key.empty() ? entry.file
                             : fmt::format("--set {}/{}={}", entry.section, entry.key, entry.value);
  return entry.line == 0 ? entry.file : fmt::format("{}:{}", entry.file, entry.line);
}

std::string message(const Entry &entry, const std::string &expected,
                    const std::string &suggestion) {
  const bool overridden = entry.file == command_line;
  std::string text = place(entry);
  if (!entry.key.empty() && !overridden)
    text += ": " + entry.key;
  if (!entry.value.empty())
    text += (overridden && entry.key.empty() ? " " : ": ") + entry.value;
  text += "; expected " + expected;
  if (!suggestion.empty())
    text += "; did you mean " + suggestion;
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
  return text;
}

/** Refuses a value that would not survive being written to a parameter file. */
void check_value(const Entry &entry) {
  const bool ends_in_backslash = !entry.value.empty() && entry.value.back() == '\\';
  if (ends_in_backslash || entry.value.find_first_of("#\n") != std::string::npos)
    throw InputError(entry, "a value of one line, without # and without \\ at its end");
}

/** Physical lines joined at a trailing backslash; knows the number of the first of them. */
class LogicalLines {
public:
  explicit LogicalLines(const std::string &path) : stream_(path) {}

  bool readable() const { return stream_.good(); }

  bool next(std::string &line) {
    line.clear();
    std::string physical;
    bool continued = false;
    number_ = count_ + 1;
    while (std::getline(stream_, physical)) {
      if (++count_ == 1 && physical.compare(0, byte_order_mark.size(), byte_order_mark) == 0)
        physical.erase(0, byte_order_mark.size());
      physical = trim(physical);
      continued = !physical.empty() && physical.back() == '\\';
      if (continued)
        physical.pop_back();
      line += physical;
      if (!continued)
        return true;
    }
    return continued;
  }

  unsigned number() const { return number_; }

private:
  std::ifstream stream_;
  unsigned count_ = 0;
  unsigned number_ = 0;
};

class PrmReader {
public:
  std::vector<Entry> read(const std::string &path) {
    if (!read_file(path))
      throw InputError({"", "", "cannot be read", path, 0}, "a parameter file");
    return std::move(entries_);
  }

private:
  struct OpenSection {
    std::string path;
    unsigned line;
    std::size_t first_entry;
  };

  struct OpenFile {
    std::string name;
    fs::path identity;
    std::size_t outer_sections;
  };

  /** Reads @p path into the entries; false when it cannot be opened. */
  bool read_file(const std::string &path) {
    LogicalLines lines(path);
    if (!lines.readable() || fs::is_directory(path))
      return false;
    files_.push_back({path, fs::weakly_canonical(path), sections_.size()});
    for (std::string line; lines.next(line);) {
      line_ = lines.number();
      statement_ = trim(line.substr(0, line.find('#')));
      if (!statement_.empty())
        read_statement();
    }
    if (sections_.size() > files_.back().outer_sections)
      fail_at(sections_.back().line, "subsection " + sections_.back().path,
              "an end to this subsection before the file ends");
    files_.pop_back();
    return true;
  }

  void read_statement() {
    const std::size_t space = std::min(statement_.find_first_of(" \t"), statement_.size());
    const std::string word = lower_case(statement_.substr(0, space));
    const std::string argument = trim(statement_.substr(space));
    if (word == "set")
      set(argument);
    else if (word == "subsection")
      begin_section(collapse_blanks(argument));
    else if (word == "end" && argument.empty())
      end_section();
    else if (word == "include")
      include(argument);
    else
      fail("subsection, set, include or end", closest(word, statements()));
  }

  void set(const std::string &assignment) {
    const std::size_t equals = assignment.find('=');
    const std::string key = collapse_blanks(assignment.substr(0, equals));
    if (equals == std::string::npos || key.empty())
      fail("set key = value");
    const std::string section = sections_.empty() ? "" : sections_.back().path;
    entries_.push_back(
        {section, key, trim(assignment.substr(equals + 1)), files_.back().name, line_});
    check_value(entries_.back());
  }

  void begin_section(const std::string &name) {
    if (name.empty())
      fail("a name after subsection");
    const std::string outer = sections_.empty() ? "" : sections_.back().path + "/";
    sections_.push_back({outer + name, line_, entries_.size()});
  }

  void end_section() {
    if (sections_.size() == files_.back().outer_sections)
      fail("a subsection before its end");
    const OpenSection &section = sections_.back();
    if (section.first_entry == entries_.size())
      entries_.push_back({section.path, "", "", files_.back().name, section.line});
    sections_.pop_back();
  }

  void include(const std::string &name) {
    const std::string path =
        (fs::path(files_.back().name).parent_path() / name).lexically_normal().string();
    const Entry where{"", "include", name, files_.back().name, line_};
    const fs::path identity = fs::weakly_canonical(path);
    for (const auto &file : files_)
      if (file.identity == identity)
        throw InputError(where, "a file that does not include this one");
    if (name.empty() || !read_file(path))
      throw InputError(where, "a parameter file that can be read");
  }

  static std::vector<std::string> statements() { return {"subsection", "set", "include", "end"}; }

  [[noreturn]] void fail(const std::string &expected, const std::string &suggestion = "") const {
    throw InputError({"", "", statement_, files_.back().name, line_}, expected, suggestion);
  }

  [[noreturn]] void fail_at(unsigned line, const std::string &found,
                            const std::string &expected) const {
    throw InputError({"", "", found, files_.back().name, line}, expected);
  }

  std::vector<Entry> entries_;
  std::vector<OpenSection> sections_;
  std::vector<OpenFile> files_;
  std::string statement_;
  unsigned line_ = 0;
};
} // namespace

InputError::InputError(const Entry &where, const std::string &expected,
                       const std::string &suggestion)
    : std::runtime_error(message(where, expected, suggestion)) {}

void refuse_file(const std::string &path, const std::string &found, const std::string &expected,
                 unsigned line) {
  throw InputError({"", "", found, path, line}, expected);
}

std::vector<Entry> read_prm_file(const std::string &path) {
  return PrmReader().read(path);
}

Entry parse_override(const std::string &text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  const std::size_t slash = name.rfind('/');
  if (equals == std::string::npos || slash == std::string::npos)
    throw InputError({"", "", text, command_line, 0}, "Section/Key=value");
  Entry entry{collapse_blanks(name.substr(0, slash)), collapse_blanks(name.substr(slash + 1)),
              trim(text.substr(equals + 1)), command_line, 0};
  if (entry.section.empty() || entry.key.empty())
    throw InputError({"", "", text, command_line, 0}, "Section/Key=value");
  check_value(entry);
  return entry;
}
} // namespace lacuna::params
