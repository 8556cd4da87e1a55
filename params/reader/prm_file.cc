// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>

#include <params/reader/input_file.h>
#include <params/reader/shared_folder.h>
#include <params/reader/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace lacuna::params {
namespace {
namespace fs = std::filesystem;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/** Refuses what no text file should hold, and tables and pages of results cannot. */
void check_text(const std::string &text, const Entry &where) {
  if (!is_utf8(text))
    throw InputError(where, "text in UTF-8");
  if (has_controls(text))
    throw InputError(where, "text without control characters");
}

/** Refuses a value that would not survive being written to a parameter file. */
void check_value(const Entry &entry) {
  check_text(entry.section + entry.key + entry.value, entry);
  const bool ends_in_backslash = !entry.value.empty() && entry.value.back() == '\\';
  if (ends_in_backslash || entry.value.find_first_of("#\n") != std::string::npos)
    throw InputError(entry, "a value of one line, without # and without \\ at its end");
}

/** Physical lines joined at a trailing backslash; knows the number of the first of them. */
class LogicalLines {
public:
  explicit LogicalLines(const std::string &path) : path_(path), stream_(path) {}

  bool next(std::string &line) {
    line.clear();
    std::string physical;
    bool continued = false;
    number_ = count_ + 1;
    while (next_physical(physical)) {
      if (++count_ == 1 && physical.compare(0, byte_order_mark.size(), byte_order_mark) == 0)
        physical.erase(0, byte_order_mark.size());
      physical = trim(physical);
      continued = !physical.empty() && physical.back() == '\\';
      if (continued)
        physical.pop_back();
      line += physical;
      if (line.size() > longest_line)
        refuse_long_line();
      if (!continued)
        return true;
    }
    return continued;
  }

  unsigned number() const { return number_; }

private:
  static constexpr std::size_t longest_line = 1 << 16;

  bool next_physical(std::string &line) {
    stream_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    const auto n = static_cast<std::size_t>(stream_.gcount());
    // A fault of the disk looks like the end of the file, but that this bit is set.
    if (stream_.bad() || !stream_.is_open())
      throw InputError({"", "", "read error", path_, count_ + 1}, "a file that can be read");
    if (stream_.fail() && n > 0)
      refuse_long_line();
    if (stream_.fail())
      return false;
    line.assign(buffer_.data(), stream_.eof() ? n : n - 1);
    return true;
  }

  [[noreturn]] void refuse_long_line() const {
    throw InputError({"", "", "a longer line", path_, number_},
                     fmt::format("at most {} bytes", longest_line));
  }

  std::string path_;
  std::ifstream stream_;
  std::vector<char> buffer_ = std::vector<char>(longest_line + 2); // a line, its end, and a zero
  unsigned count_ = 0;
  unsigned number_ = 0;
};

class PrmReader {
public:
  std::vector<Entry> read(const std::string &path) {
    require_regular_file(path, "a parameter file");
    read_file(path);
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

  /** Far beyond any study; within them the worst file takes some 100 MB and no time. */
  static constexpr std::size_t most_bytes = 4 << 20, most_includes = 1000, most_files = 100,
                               most_sections = 16, longest_name = 200;

  void read_file(const std::string &path) {
    LogicalLines lines(path);
    files_.push_back({path, fs::canonical(path), sections_.size()});
    for (std::string line; lines.next(line);) {
      line_ = lines.number();
      if ((n_bytes_ += line.size()) > most_bytes)
        fail_at(line_, "more text",
                fmt::format("at most {} bytes, included files counted", most_bytes));
      statement_ = trim(line.substr(0, line.find('#')));
      if (!statement_.empty())
        read_statement();
    }
    if (sections_.size() > files_.back().outer_sections)
      fail_at(sections_.back().line, "subsection " + sections_.back().path,
              "an end to this subsection before the file ends");
    files_.pop_back();
  }

  void read_statement() {
    check_text(statement_, {"", "", statement_, files_.back().name, line_});
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
    if (name.size() > longest_name || sections_.size() == most_sections)
      fail(fmt::format("a name of at most {} bytes, and at most {} subsections within each other",
                       longest_name, most_sections));
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
    const fs::path beside = fs::path(files_.back().name).parent_path() / name;
    const std::string path = or_shared(beside.lexically_normal().string(), name);
    Entry where{"", "include", name, files_.back().name, line_};
    const std::string fault = name.empty() ? "nothing" : reading_fault(path);
    if (!fault.empty()) {
      where.value = name.empty() ? fault : name + ": " + fault;
      throw InputError(where, "a parameter file that can be read");
    }
    const fs::path identity = fs::canonical(path);
    for (const auto &file : files_)
      if (file.identity == identity)
        throw InputError(where, "a file that does not include this one");
    if (++n_includes_ > most_includes || files_.size() == most_files)
      throw InputError(where, fmt::format("at most {} includes, {} files within each other",
                                          most_includes, most_files));
    read_file(path);
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
  std::size_t n_bytes_ = 0, n_includes_ = 0;
};
} // namespace

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
