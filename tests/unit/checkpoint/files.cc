// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <filesystem>
#include <thread>

#include <unistd.h>

using namespace lacuna::checkpoint;
using lacuna::files::write_text;

namespace {

/** A directory of its own for each test and process, removed at its end. */
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("lacuna-files-" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }

  std::string file(const std::string &name) const { return (path / name).string(); }

  std::size_t n_files() const {
    return std::distance(std::filesystem::directory_iterator(path), {});
  }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(checkpoint_files, Folder)

BOOST_AUTO_TEST_CASE(what_is_written_is_read) {
  const std::string content("a\0b\r\n\xff\n", 7);
  write_text(file("x"), content);
  BOOST_CHECK(read_file(file("x")) == content);
  write_text(file("x"), "");
  BOOST_CHECK_EQUAL(read_file(file("x")), "");
  BOOST_CHECK_EQUAL(read_file(file("none")), "");
  BOOST_CHECK_EQUAL(n_files(), 1u);
}

BOOST_AUTO_TEST_CASE(a_reader_sees_the_old_file_or_the_new_one) {
  const std::string a(300000, 'a'), b(200000, 'b');
  write_text(file("x"), a);
  std::atomic<bool> done{false};
  unsigned int n_torn = 0;
  std::thread reader([&] {
    while (!done) {
      const std::string seen = read_file(file("x"));
      n_torn += seen != a && seen != b;
    }
  });
  for (unsigned int i = 0; i < 100; ++i)
    write_text(file("x"), i % 2 ? a : b);
  done = true;
  reader.join();
  BOOST_CHECK_EQUAL(n_torn, 0u);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_is_named) {
  const auto names = [](const std::string &path, const std::string &reason) {
    return [=](const std::runtime_error &error) {
      return error.what() == path + ": cannot be written: " + reason;
    };
  };
  const std::string homeless = file("none/x"), folder = file("folder");
  BOOST_CHECK_EXCEPTION(write_text(homeless, "x"), std::runtime_error,
                        names(homeless, "No such file or directory"));
  std::filesystem::create_directories(folder + "/full");
  BOOST_CHECK_EXCEPTION(write_text(folder, "x"), std::runtime_error,
                        names(folder, "Is a directory"));
  BOOST_CHECK(std::filesystem::is_directory(folder));
}

BOOST_AUTO_TEST_CASE(no_link_is_followed) {
  write_text(file("mine"), "mine");
  for (const char *name : {"x", "x.part"})
    std::filesystem::create_symlink(file("mine"), file(name));
  write_text(file("x"), "new");
  BOOST_CHECK_EQUAL(read_file(file("mine")), "mine");
  BOOST_CHECK_EQUAL(read_file(file("x")), "new");
  BOOST_CHECK(!std::filesystem::is_symlink(file("x")));
  BOOST_CHECK_EQUAL(n_files(), 2u);
}

// The check value of CRC-32 is that of the digits 1 to 9.
BOOST_AUTO_TEST_CASE(sums_tell_files_apart) {
  write_text(file("x"), "123456789");
  BOOST_CHECK_EQUAL(sum_file(file("x")).value().bytes, 9u);
  BOOST_CHECK_EQUAL(sum_file(file("x")).value().crc32, 0xcbf43926u);
  BOOST_CHECK(!sum_file(file("none")));
  BOOST_CHECK(!sum_file(path.string()));
}

// Values from the authors of FNV, draft-eastlake-fnv.
BOOST_AUTO_TEST_CASE(fingerprints_are_fnv_1a) {
  BOOST_CHECK_EQUAL(fingerprint(""), "cbf29ce484222325");
  BOOST_CHECK_EQUAL(fingerprint("a"), "af63dc4c8601ec8c");
  BOOST_CHECK_EQUAL(fingerprint("foobar"), "85944171f73967e8");
}

BOOST_AUTO_TEST_SUITE_END()
