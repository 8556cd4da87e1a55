// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <params/reader/shared_folder.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

using namespace lacuna::params;

namespace {
/** A directory of its own for each test and process, removed at its end. */
class Files {
public:
  Files() : directory_(std::filesystem::temp_directory_path() / unique_name()) {
    std::filesystem::create_directories(directory_ / "designs");
  }

  ~Files() { std::filesystem::remove_all(directory_); }

  std::string write(const std::string &name, const std::string &content) const {
    std::ofstream(directory_ / name) << content;
    return path(name);
  }

  std::string path(const std::string &name) const { return (directory_ / name).string(); }

private:
  static std::string unique_name() {
    static int count = 0;
    return "lacuna-prm-" + std::to_string(getpid()) + "-" + std::to_string(++count);
  }

  std::filesystem::path directory_;
};

/** "section/key=value" of each entry, a line each. */
std::string summary(const std::vector<Entry> &entries) {
  std::string lines;
  for (const Entry &entry : entries)
    lines += entry.section + "/" + entry.key + "=" + entry.value + "\n";
  return lines;
}

/** The message with which @p content is refused, without the path of the file. */
std::string refusal(const std::string &content) {
  const Files files;
  const std::string path = files.write("x.prm", content);
  try {
    read_prm_file(path);
  } catch (const InputError &error) {
    const std::string message = error.what();
    return message.compare(0, path.size(), path) == 0 ? message.substr(path.size()) : message;
  }
  return "accepted";
}

template <typename Call>
std::string message_of(const Call &call) {
  try {
    call();
  } catch (const std::exception &error) {
    return error.what();
  }
  return "accepted";
}

bool ends_with(const std::string &text, const std::string &end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string override_refusal(const std::string &text) {
  try {
    parse_override(text);
  } catch (const InputError &error) {
    return error.what();
  }
  return "accepted";
}
} // namespace

BOOST_AUTO_TEST_SUITE(params_prm_file)

BOOST_FIXTURE_TEST_CASE(sections_keys_and_lines, Files) {
  const std::string path = write("a.prm", "# a comment\n"
                                          "set Top = 1\n"
                                          "subsection  Factor \t BMP2  # bone\n"
                                          "\tset Half-life\t=  3 d # days\r\n"
                                          "  set Strand   diameter=400 um\n"
                                          "  subsection Inner\n"
                                          "    SET a = b = c\n"
                                          "  END\n"
                                          "  set Empty =\n"
                                          "end");
  const std::vector<Entry> entries = read_prm_file(path);
  BOOST_CHECK_EQUAL(summary(entries), "/Top=1\n"
                                      "Factor BMP2/Half-life=3 d\n"
                                      "Factor BMP2/Strand diameter=400 um\n"
                                      "Factor BMP2/Inner/a=b = c\n"
                                      "Factor BMP2/Empty=\n");
  BOOST_REQUIRE_EQUAL(entries.size(), 5u);
  BOOST_CHECK_EQUAL(entries[1].line, 4u);
  BOOST_CHECK_EQUAL(entries[4].line, 9u);
  BOOST_CHECK_EQUAL(entries[1].file, path);
}

BOOST_FIXTURE_TEST_CASE(empty_subsections_are_entries_without_key, Files) {
  const auto entries = read_prm_file(
      write("a.prm", "subsection Factor BMP2\nend\nsubsection A\n  subsection B\n  end\nend\n"));
  BOOST_CHECK_EQUAL(summary(entries), "Factor BMP2/=\nA/B/=\n");
  BOOST_CHECK_EQUAL(entries[0].line, 1u);
}

BOOST_FIXTURE_TEST_CASE(continued_lines, Files) {
  const auto entries = read_prm_file(write("a.prm", "\xef\xbb\xbf"
                                                    "subsection A\n"
                                                    "set Size = 6 mm, \\  \n"
                                                    "     5 mm, \\\n"
                                                    "     4 mm  # x, y, z\n"
                                                    "# a comment \\\n"
                                                    "that goes on\n"
                                                    "set b = 2\n"
                                                    "end \\"));
  BOOST_CHECK_EQUAL(summary(entries), "A/Size=6 mm, 5 mm, 4 mm\nA/b=2\n");
  BOOST_CHECK_EQUAL(entries[0].line, 2u);
  BOOST_CHECK_EQUAL(entries[1].line, 7u);
}

BOOST_FIXTURE_TEST_CASE(includes_are_relative_to_their_file, Files) {
  write("designs/a.prm", "include b.prm\nset x = 1\n");
  write("designs/b.prm", "subsection B\nset y = 2\nend\n");
  const auto entries = read_prm_file(write("study.prm", "subsection S\n"
                                                        "include designs/a.prm\n"
                                                        "end\n"
                                                        "include designs/b.prm # again\n"));
  BOOST_CHECK_EQUAL(summary(entries), "S/B/y=2\nS/x=1\nB/y=2\n");
  BOOST_CHECK_EQUAL(entries[0].file, path("designs/b.prm"));
  BOOST_CHECK_EQUAL(entries[0].line, 2u);
}

BOOST_AUTO_TEST_CASE(faulty_statements) {
  BOOST_CHECK_EQUAL(refusal("\nLattice = gyroid\n"),
                    ":2: Lattice = gyroid; expected subsection, set, include or end");
  BOOST_CHECK_EQUAL(refusal("sett a = 1 # b"),
                    ":1: sett a = 1; expected subsection, set, include or end; did you mean set");
  BOOST_CHECK_EQUAL(refusal("set Lattice gyroid"),
                    ":1: set Lattice gyroid; expected set key = value");
  BOOST_CHECK_EQUAL(refusal("set = 3"), ":1: set = 3; expected set key = value");
  BOOST_CHECK_EQUAL(refusal("set"), ":1: set; expected set key = value");
  BOOST_CHECK_EQUAL(refusal("subsection"), ":1: subsection; expected a name after subsection");
  BOOST_CHECK_EQUAL(refusal("subsection A\nend A"),
                    ":2: end A; expected subsection, set, include or end; did you mean end");
  BOOST_CHECK_EQUAL(refusal("subsection A\nset a = b \\ # c\nend"),
                    ":2: a: b \\; expected a value of one line, without # and without \\ at its "
                    "end");
}

BOOST_AUTO_TEST_CASE(unbalanced_sections) {
  BOOST_CHECK_EQUAL(refusal("subsection A\nend\nend\n"),
                    ":3: end; expected a subsection before its end");
  BOOST_CHECK_EQUAL(refusal("set a = 1\nsubsection A\nset b = 1\n"),
                    ":2: subsection A; expected an end to this subsection before the file ends");
}

BOOST_FIXTURE_TEST_CASE(an_include_that_is_not_beside_its_file_goes_with_the_program, Files) {
  const std::string study = write("study.prm", "include designs/bcp_woodpile.prm\n");
  BOOST_REQUIRE(!shared_folder().empty());
  BOOST_CHECK_EQUAL(read_prm_file(study).front().file,
                    shared_folder() + "/params/designs/bcp_woodpile.prm");
  write("designs/bcp_woodpile.prm", "set x = 1\n");
  BOOST_CHECK_EQUAL(read_prm_file(study).front().file, path("designs/bcp_woodpile.prm"));
}

BOOST_FIXTURE_TEST_CASE(an_included_file_is_balanced_by_itself, Files) {
  const std::string inner = write("inner.prm", "end\n");
  const std::string study = write("study.prm", "subsection A\ninclude inner.prm\n");
  BOOST_CHECK_EXCEPTION(read_prm_file(study), InputError, [&](const InputError &error) {
    return error.what() == inner + ":1: end; expected a subsection before its end";
  });
}

BOOST_AUTO_TEST_CASE(unreadable_files) {
  const std::string expected = "; expected a parameter file that can be read";
  BOOST_CHECK_EQUAL(refusal("include none.prm"), ":1: include: none.prm: no such file" + expected);
  BOOST_CHECK_EQUAL(refusal("include designs"), ":1: include: designs: a folder" + expected);
  BOOST_CHECK_EQUAL(refusal("include"), ":1: include: nothing" + expected);
  BOOST_CHECK_EQUAL(refusal("include /dev/zero"),
                    ":1: include: /dev/zero: a pipe or device" + expected);
  BOOST_CHECK_EQUAL(message_of([] { read_prm_file("/none.prm"); }),
                    "/none.prm: cannot be read: no such file; expected a parameter file");
}

BOOST_FIXTURE_TEST_CASE(what_has_no_end_is_not_opened, Files) {
  const std::string pipe = path("pipe"), loop = path("loop");
  BOOST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  std::filesystem::create_symlink(loop, loop);
  const std::string expected = "; expected a parameter file";
  for (const std::string &file : {pipe, std::string("/dev/zero"), std::string("/dev/null")})
    BOOST_CHECK_EQUAL(message_of([&] { read_prm_file(file); }),
                      file + ": cannot be read: a pipe or device" + expected);
  BOOST_CHECK_EQUAL(message_of([&] { read_prm_file(loop); }),
                    loop + ": cannot be read: Too many levels of symbolic links" + expected);
  const std::string study = write("study.prm", "include pipe\n");
  BOOST_CHECK_EQUAL(message_of([&] { read_prm_file(study); }),
                    study + ":1: include: pipe: a pipe or device" + expected + " that can be read");
}

// Reading a process's own memory from its start is a fault that the disk could have as well.
BOOST_FIXTURE_TEST_CASE(a_read_error_is_not_the_end_of_a_file, Files) {
  const std::string study = write("study.prm", "include /proc/self/mem\nset a = 1\n");
  BOOST_CHECK_EQUAL(message_of([&] { read_prm_file(study); }),
                    "/proc/self/mem:1: read error; expected a file that can be read");
}

BOOST_FIXTURE_TEST_CASE(files_that_include_the_next_twice_come_to_an_end, Files) {
  for (int i = 0; i < 27; ++i)
    write(std::to_string(i) + ".prm",
          "include " + std::to_string(i + 1) + ".prm\ninclude " + std::to_string(i + 1) + ".prm\n");
  write("27.prm", "set a = 1\n");
  const std::string message = message_of([&] { read_prm_file(path("0.prm")); });
  BOOST_CHECK_MESSAGE(ends_with(message, "; expected at most 1000 includes, 100 files within each "
                                         "other"),
                      message);
  for (int i = 0; i < 200; ++i)
    write(std::to_string(i) + ".prm", "include " + std::to_string(i + 1) + ".prm\n");
  BOOST_CHECK_EQUAL(message_of([&] { read_prm_file(path("0.prm")); }),
                    path("99.prm") + ":1: include: 100.prm; expected at most 1000 includes, 100 "
                                     "files within each other");
}

BOOST_AUTO_TEST_CASE(more_text_than_any_study_has) {
  const std::string line = "set a = " + std::string(60000, 'x') + "\n";
  std::string all;
  for (int i = 0; i < 80; ++i)
    all += line;
  BOOST_CHECK_EQUAL(refusal(all),
                    ":70: more text; expected at most 4194304 bytes, included files counted");
  BOOST_CHECK_EQUAL(refusal("\nset a = " + std::string(10000000, 'x')),
                    ":2: a longer line; expected at most 65536 bytes");
  std::string joined;
  for (int i = 0; i < 10000; ++i)
    joined += "xxxxxxxxxxxxxx \\\n";
  BOOST_CHECK_EQUAL(refusal("\nset a = " + joined),
                    ":2: a longer line; expected at most 65536 bytes");
  std::string nested;
  for (int i = 0; i < 100000; ++i)
    nested += "subsection A\n";
  BOOST_CHECK_EQUAL(refusal(nested),
                    ":17: subsection A; expected a name of at most 200 bytes, and at most 16 "
                    "subsections within each other");
}

BOOST_AUTO_TEST_CASE(messages_are_one_line_of_bounded_length) {
  const std::string longest = refusal("set a = 1\nfoo " + std::string(50000, 'x') + "\n");
  BOOST_CHECK_MESSAGE(longest.size() < 300, longest);
  BOOST_CHECK_EQUAL(longest.substr(0, 12), ":2: foo xxxx");
  BOOST_CHECK_MESSAGE(longest.find("xxx...xxx") != std::string::npos, longest);
  const std::string name(100000, 'y');
  const std::string overridden = override_refusal(name + "/" + name + "=" + name + "#");
  BOOST_CHECK_MESSAGE(overridden.size() < 1200, overridden.size());
}

BOOST_AUTO_TEST_CASE(text_is_utf8_without_control_characters) {
  BOOST_CHECK_EQUAL(refusal("# 400 \xb5m in Latin-1, in a comment\nset a = 400 \xc2\xb5m\n"),
                    "accepted");
  BOOST_CHECK_EQUAL(refusal("\nset a = 400 \xb5m"), ":2: set a = 400 ?m; expected text in UTF-8");
  BOOST_CHECK_EQUAL(refusal("\xff\xfes\0e\0t\0"), ":1: ??s; expected text in UTF-8");
  BOOST_CHECK_EQUAL(refusal("set \xed\xa0\x80 = 1"), ":1: set ??? = 1; expected text in UTF-8");
  BOOST_CHECK_EQUAL(refusal("set a\x1b[2J = 1"),
                    ":1: set a [2J = 1; expected text without control characters");
  BOOST_CHECK_EQUAL(refusal(std::string("set a = 1\0002", 11)),
                    ":1: set a = 1 2; expected text without control characters");
  BOOST_CHECK_EQUAL(refusal("subsection A\xc2\x9b\nend"),
                    ":1: subsection A ; expected text without control characters");
  BOOST_CHECK_EQUAL(override_refusal("A/b=\xe9"), "--set A/b=?: ?; expected text in UTF-8");
  BOOST_CHECK_EQUAL(override_refusal("A/b=c\x07"),
                    "--set A/b=c : c ; expected text without control characters");
}

BOOST_FIXTURE_TEST_CASE(include_cycles, Files) {
  BOOST_CHECK_EQUAL(refusal("include ./x.prm"),
                    ":1: include: ./x.prm; expected a file that does not include this one");
  const std::string a = write("a.prm", "include designs/b.prm\n");
  const std::string b = write("designs/b.prm", "\ninclude ../a.prm\n");
  BOOST_CHECK_EXCEPTION(read_prm_file(a), InputError, [&](const InputError &error) {
    return error.what() ==
           b + ":2: include: ../a.prm; expected a file that does not include this one";
  });
}

BOOST_AUTO_TEST_CASE(overrides) {
  const Entry entry = parse_override(" Factor  BMP2 / Half-life = 3 d ");
  BOOST_CHECK_EQUAL(entry.section, "Factor BMP2");
  BOOST_CHECK_EQUAL(entry.key, "Half-life");
  BOOST_CHECK_EQUAL(entry.value, "3 d");
  BOOST_CHECK_EQUAL(entry.file, "--set");
  BOOST_CHECK_EQUAL(entry.line, 0u);
  BOOST_CHECK_EQUAL(summary({parse_override("A/B/c=d/e=3 /h")}), "A/B/c=d/e=3 /h\n");
}

BOOST_AUTO_TEST_CASE(faulty_overrides) {
  BOOST_CHECK_EQUAL(override_refusal("Lattice=gyroid"),
                    "--set Lattice=gyroid; expected Section/Key=value");
  BOOST_CHECK_EQUAL(override_refusal("Scaffold/Lattice"),
                    "--set Scaffold/Lattice; expected Section/Key=value");
  BOOST_CHECK_EQUAL(override_refusal("/Lattice=x"), "--set /Lattice=x; expected Section/Key=value");
  BOOST_CHECK_EQUAL(override_refusal("Scaffold/=x"),
                    "--set Scaffold/=x; expected Section/Key=value");
  BOOST_CHECK_EQUAL(override_refusal(""), "--set; expected Section/Key=value");
  const std::string expected =
      "; expected a value of one line, without # and without \\ at its end";
  BOOST_CHECK_EQUAL(override_refusal("A/b=c#d"), "--set A/b=c#d: c#d" + expected);
  BOOST_CHECK_EQUAL(override_refusal("A/b=c\nd"),
                    "--set A/b=c d: c d; expected text without control characters");
}

BOOST_AUTO_TEST_CASE(messages) {
  const Entry entry{"Scaffold", "Strand diameter", "4 m", "study.prm", 12};
  BOOST_CHECK_EQUAL(InputError(entry, "a length", "4 mm").what(),
                    std::string("study.prm:12: Strand diameter: 4 m; expected a length; did you "
                                "mean 4 mm"));
  BOOST_CHECK_EQUAL(InputError(parse_override("A/b=4 m"), "a number").what(),
                    std::string("--set A/b=4 m: 4 m; expected a number"));
  BOOST_CHECK_EQUAL(InputError(parse_override("A/b="), "a number").what(),
                    std::string("--set A/b=; expected a number"));
}

BOOST_AUTO_TEST_SUITE_END()
