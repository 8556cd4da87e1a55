// SPDX-License-Identifier: LGPL-2.1-or-later
// MPI's profiling interface: calls in which a rank may wait are timed and handed on.
#include <tests/benchmark/waiting.h>

#include <mpi.h>

#include <ctime>

namespace {

double waited = 0.;

double processor_time() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

struct Waiting {
  double start = processor_time();
  ~Waiting() { waited += processor_time() - start; }
};

} // namespace

double lacuna::benchmark::working_seconds() {
  return processor_time() - waited;
}

#define WAITS(name, parameters, arguments)                                                         \
  int name parameters {                                                                            \
    const Waiting waiting;                                                                         \
    return P##name arguments;                                                                      \
  }

extern "C" {
WAITS(MPI_Barrier, (MPI_Comm comm), (comm))
WAITS(MPI_Comm_dup, (MPI_Comm comm, MPI_Comm *copy), (comm, copy))
WAITS(MPI_Comm_free, (MPI_Comm * comm), (comm))
WAITS(MPI_Bcast, (void *data, int n, MPI_Datatype type, int root, MPI_Comm comm),
      (data, n, type, root, comm))
WAITS(MPI_Reduce,
      (const void *from, void *to, int n, MPI_Datatype type, MPI_Op op, int root, MPI_Comm comm),
      (from, to, n, type, op, root, comm))
WAITS(MPI_Allreduce,
      (const void *from, void *to, int n, MPI_Datatype type, MPI_Op op, MPI_Comm comm),
      (from, to, n, type, op, comm))
WAITS(MPI_Scan, (const void *from, void *to, int n, MPI_Datatype type, MPI_Op op, MPI_Comm comm),
      (from, to, n, type, op, comm))
WAITS(MPI_Exscan, (const void *from, void *to, int n, MPI_Datatype type, MPI_Op op, MPI_Comm comm),
      (from, to, n, type, op, comm))
WAITS(MPI_Allgather,
      (const void *from, int n, MPI_Datatype type, void *to, int m, MPI_Datatype its,
       MPI_Comm comm),
      (from, n, type, to, m, its, comm))
WAITS(MPI_Allgatherv,
      (const void *from, int n, MPI_Datatype type, void *to, const int *m, const int *places,
       MPI_Datatype its, MPI_Comm comm),
      (from, n, type, to, m, places, its, comm))
WAITS(MPI_Alltoall,
      (const void *from, int n, MPI_Datatype type, void *to, int m, MPI_Datatype its,
       MPI_Comm comm),
      (from, n, type, to, m, its, comm))
WAITS(MPI_Send, (const void *data, int n, MPI_Datatype type, int rank, int tag, MPI_Comm comm),
      (data, n, type, rank, tag, comm))
WAITS(MPI_Recv,
      (void *data, int n, MPI_Datatype type, int rank, int tag, MPI_Comm comm, MPI_Status *status),
      (data, n, type, rank, tag, comm, status))
WAITS(MPI_Probe, (int rank, int tag, MPI_Comm comm, MPI_Status *status), (rank, tag, comm, status))
WAITS(MPI_Iprobe, (int rank, int tag, MPI_Comm comm, int *flag, MPI_Status *status),
      (rank, tag, comm, flag, status))
WAITS(MPI_Test, (MPI_Request * request, int *flag, MPI_Status *status), (request, flag, status))
WAITS(MPI_Testall, (int n, MPI_Request *requests, int *flag, MPI_Status *statuses),
      (n, requests, flag, statuses))
WAITS(MPI_Wait, (MPI_Request * request, MPI_Status *status), (request, status))
WAITS(MPI_Waitall, (int n, MPI_Request *requests, MPI_Status *statuses), (n, requests, statuses))
WAITS(MPI_Waitany, (int n, MPI_Request *requests, int *index, MPI_Status *status),
      (n, requests, index, status))
WAITS(MPI_Waitsome, (int n, MPI_Request *requests, int *n_done, int *indices, MPI_Status *statuses),
      (n, requests, n_done, indices, statuses))
}
