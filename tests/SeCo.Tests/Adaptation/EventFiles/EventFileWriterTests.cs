using System.Text;
using SeCo.Adaptation.EventFiles;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Adaptation.EventFiles;

public sealed class EventFileWriterTests
{
    [Fact]
    public void The_test_s_own_checksum_is_the_published_one() => Assert.Equal(0xE3069283, EventFileReader.Checksum(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void A_record_is_framed_to_the_byte()
    {
        // The length 1, then 'a', each with its checksum: worked out with another program from the format's description.
        using MemoryStream stream = new();
        EventRecord.Write(stream, "a"u8);
        Assert.Equal(17, stream.Length);
        Assert.Equal("0100000000000000", Convert.ToHexString(stream.ToArray()[..8]));
        uint crc = EventFileReader.Checksum("a"u8);
        Assert.Equal(0xC1D04330, crc);
        Assert.Equal(unchecked((crc >> 15 | crc << 17) + 0xA282EAD8), BitConverter.ToUInt32(stream.ToArray(), 13));
    }

    [Fact]
    public void Values_come_back_with_step_tag_and_time()
    {
        using TempFolder folder = new();
        using (EventFileWriter writer = new(folder["events"], 0, new Clock(1_700_000_000.5)))
        {
            writer.Write(0, [new("train/loss_all", 0.25)]);
            writer.Write(300, [new("eval/mIoU", 61.5), new("eval/Fahrrad_ü_IoU", double.NaN)]);
            writer.Write(long.MaxValue, []);
        }

        List<EventFileReader.Read> events = EventFileReader.ReadFolder(folder["events"]);
        Assert.All(events, e => Assert.Equal(1_700_000_000.5, e.Time));
        Assert.Equal(["brain.Event:2", null, null, null], events.Select(e => e.Version));
        Assert.Equal([0, 0, 300, long.MaxValue], events.Select(e => e.Step));
        Assert.Equal([("train/loss_all", 0.25f)], events[1].Scalars);
        Assert.Equal([("eval/mIoU", 61.5f), ("eval/Fahrrad_ü_IoU", float.NaN)], events[2].Scalars);
        Assert.Matches(@"^events\.out\.tfevents\.1700000000\.", Path.GetFileName(Assert.Single(Directory.GetFiles(folder["events"]))));
    }

    [Fact]
    public void A_run_that_goes_on_voids_later_steps_in_a_file_that_comes_after_the_first()
    {
        using TempFolder folder = new();
        Clock clock = new(1_700_000_000);
        using (EventFileWriter first = new(folder["events"], 0, clock))
        {
            first.Write(10, [new("a", 1)]);
            first.Write(20, [new("a", 2)]);
        }

        using (EventFileWriter second = new(folder["events"], 11, clock))
        {
            second.Write(20, [new("a", 3)]);
            // What is written can be read while the run goes on.
            Assert.Equal(2, Directory.GetFiles(folder["events"]).Length);
            Assert.Equal(6, EventFileReader.ReadFolder(folder["events"]).Count);
        }

        List<EventFileReader.Read> events = EventFileReader.ReadFolder(folder["events"]);
        Assert.Equal([false, false, false, false, true, false], events.Select(e => e.IsStart));
        Assert.Equal(11, events[4].Step);
        Assert.Equal([("a", 3f)], events[5].Scalars);
    }

    private sealed class Clock(double seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
    }
}
