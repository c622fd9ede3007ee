using SeCo.Testing;
using Xunit;

namespace SeCo.Checkpoints.Tests.Data;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        using TempFolder temp = new();
        AtomicFile.WriteAllText(temp["a.txt"], "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(temp["a.txt"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(temp["a.txt"]));
        Assert.Single(Directory.GetFiles(temp.Path));
    }

    [Theory]
    [InlineData("a", 251)]
    [InlineData("街", 83)]
    [InlineData("🚲", 62)]
    public void The_longest_names_that_there_are_can_be_written(string letter, int times)
    {
        using TempFolder temp = new();
        string path = temp[string.Concat(Enumerable.Repeat(letter, times)) + ".txt"], temporary = AtomicFile.TemporaryName(path);
        AtomicFile.WriteAllText(path, "whole");
        Assert.Equal("whole", File.ReadAllText(path));
        Assert.True(AtomicFile.IsTemporary(temporary));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Path.GetFileName(temporary)), 250, 255);
        Assert.StartsWith(string.Concat(Enumerable.Repeat(letter, 50)), Path.GetFileName(temporary), StringComparison.Ordinal);
    }
}
