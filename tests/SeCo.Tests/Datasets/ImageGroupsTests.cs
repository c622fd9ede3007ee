using SeCo.Datasets;
using Xunit;

namespace SeCo.Tests.Datasets;

public sealed class ImageGroupsTests
{
    [Theory]
    [InlineData("0001TP_006690", "0001TP")]
    [InlineData("0001TP/006690", "0001TP/")]
    [InlineData("aachen/aachen_000012_000019_leftImg8bit", "aachen/aachen_000012")]
    [InlineData("frame-17", "frame")]
    [InlineData("17", "")]
    [InlineData("plain", "plain")]
    public void A_sequence_is_the_name_before_its_last_number(string name, string sequence) => Assert.Equal(sequence, ImageGroups.SequenceOf(name));

    [Theory]
    [InlineData("night/a/b", "night/a")]
    [InlineData("b", "")]
    public void A_folder_is_the_name_before_the_last_slash(string name, string folder) => Assert.Equal(folder, ImageGroups.FolderOf(name));
}
