# Many SDKs that open a stream each and read nothing of it. Perl, because Node cannot ask for a small receive buffer and small segments:
# without them the system takes four megabytes for each over loopback before the relay notices anything. Ends with its input.
use strict;
use warnings;
use Socket qw(:all);

my ($port, $address, $count, $request) = @ARGV;
$| = 1;
my @streams;
for my $number (1 .. $count) {
  socket(my $stream, PF_INET, SOCK_STREAM, IPPROTO_TCP) or die "socket: $!";
  setsockopt($stream, SOL_SOCKET, SO_RCVBUF, 2048) or die "receive buffer: $!";
  setsockopt($stream, IPPROTO_TCP, TCP_MAXSEG, 536) or die "segments: $!";
  bind($stream, sockaddr_in(0, inet_aton($address))) or die "bind: $!";
  connect($stream, sockaddr_in($port, inet_aton('127.0.0.1'))) or die "connect: $!";
  syswrite($stream, $request) == length $request or die "write: $!";
  push @streams, $stream;
  # As quick as the others: the relay takes a few hundred a second.
  select(undef, undef, undef, 0.002);
}
print "ready\n";
while (<STDIN>) { }
