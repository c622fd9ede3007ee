using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Pipeline;
using SeCo.Pipeline.Stages;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Pipeline.Stages;

public sealed class PublishedFilesTests
{
    [Fact]
    public void What_the_run_wrote_is_replaced_and_what_somebody_changed_is_named()
    {
        using TempFolder temp = new();
        Publish(temp, "first");
        Publish(temp, "second"); // other settings: the run's own file may go
        Assert.Equal("second", File.ReadAllText(temp["labels/a.png"]));

        File.WriteAllText(temp["labels/a.png"], "mine");
        string fault = Assert.Throws<DatasetException>(() => Publish(temp, "third")).Message;
        Assert.Contains("labels/a.png", fault, StringComparison.Ordinal);
        Assert.Contains("--verify", fault, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(temp["labels/a.png"]));

        Publish(temp, "third", verifies: true);
        Assert.Equal("third", File.ReadAllText(temp["labels/a.png"]));
    }

    [Fact]
    public void A_missing_file_is_written_again()
    {
        using TempFolder temp = new();
        Publish(temp, "first");
        File.Delete(temp["labels/a.png"]);
        Publish(temp, "first");
        Assert.Equal("first", File.ReadAllText(temp["labels/a.png"]));
    }

    private static void Publish(TempFolder temp, string content, bool verifies = false)
    {
        PublishedFiles published = new(new RunFolder(temp.Path), verifies, NullLogger.Instance);
        published.Add("labels/a.png", System.Text.Encoding.UTF8.GetBytes(content));
        published.Finish("fingerprint");
    }
}
