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
}
