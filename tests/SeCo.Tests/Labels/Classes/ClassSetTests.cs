using SeCo.Datasets;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Labels;

public sealed class ClassSetTests
{
    private const string Small = """
        name: small
        classes:
          - {name: sea, color: [0, 0, 255], kind: stuff}
          - name: ship
            color: "#ff8000"
            kind: thing
        maps:
          chart: {ship: [7, 9], sea: 3}
        """;

    [Theory]
    [InlineData("cityscapes19", 19, 11)]
    [InlineData("synthia16", 16, 9)]
    [InlineData("camvid11", 11, 5)]
    [InlineData("potsdam5", 5, 2)]
    [InlineData("endovis3", 3, 3)]
    [InlineData("ade150", 150, 100)]
    [InlineData("uavid8", 8, 3)]
    [InlineData("loveda7", 7, 1)]
    public void The_sets_that_come_with_the_project_have_their_classes_and_things(string name, int classes, int things)
    {
        ClassSet set = ClassSet.Named(name);

        Assert.Equal(name, set.Name);
        Assert.Equal(classes, set.Count);
        Assert.Equal(things, set.Things.Count);
        Assert.Equal(classes - things, set.Stuff.Count);
        Assert.Contains(name, ClassSet.Names);
    }

    [Fact]
    public void Cityscapes_has_the_official_order_colours_and_division()
    {
        ClassSet set = ClassSet.Named("cityscapes19");

        Assert.Equal([0, 1, 2, 3, 4, 8, 9, 10], set.Stuff);
        Assert.True(set.IsThing(5));
        Assert.Equal("traffic light", set.Classes[6].Name);
        Assert.Equal((70, 130, 180), set.Palette()[10]);
        Assert.Equal((0, 0, 0), set.Palette()[255]);
    }

    [Fact]
    public void Cityscapes_label_ids_become_train_ids()
    {
        LabelIdMap map = ClassSet.Named("cityscapes19").MapFrom("cityscapes-ids");
        byte[] labels = [.. Enumerable.Range(0, 35).Select(i => (byte)i), 255];

        map.Apply(labels);

        byte[] expected =
        [
            255, 255, 255, 255, 255, 255, 255, 0, 1, 255, 255, 2, 3, 4, 255, 255, 255, 5, 255, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 16, 17, 18, 255,
            255,
        ];
        Assert.Equal(expected, labels);
    }

    [Fact]
    public void Nineteen_classes_become_sixteen_by_name()
    {
        ClassSet all = ClassSet.Named("cityscapes19");
        ClassSet some = ClassSet.Named("synthia16");
        LabelIdMap map = some.MapFrom("cityscapes19");

        foreach (SegmentationClass old in all.Classes)
        {
            int expected = some.Classes.FirstOrDefault(c => c.Name == old.Name)?.Id ?? 255;
            Assert.Equal(expected, map[(byte)old.Id]);
        }
    }

    [Fact]
    public void Cityscapes_classes_become_camvid_classes_directly_and_from_label_ids()
    {
        ClassSet camvid = ClassSet.Named("camvid11");
        byte[] expected = [3, 4, 1, 1, 7, 2, 6, 6, 5, 5, 0, 9, 10, 8, 8, 8, 8, 10, 10];
        LabelIdMap direct = camvid.MapFrom("cityscapes19");
        LabelIdMap fromIds = camvid.MapFrom("cityscapes-ids");
        LabelIdMap trainIds = ClassSet.Named("cityscapes19").MapFrom("cityscapes-ids");

        Assert.Equal(expected, Enumerable.Range(0, 19).Select(i => direct[(byte)i]));
        for (int id = 0; id < 256; id++)
        {
            Assert.Equal(direct[trainIds[(byte)id]], fromIds[(byte)id]);
        }
    }

    [Fact]
    public void Every_class_of_every_map_can_be_reached()
    {
        foreach (ClassSet set in ClassSet.Names.Select(ClassSet.Named))
        {
            Assert.All(set.Maps, map => Assert.Equal(set.Count, map.Value.Table.ToArray().Where(t => t != 255).Distinct().Count()));
        }
    }

    [Fact]
    public void A_misspelt_name_gets_a_suggestion()
    {
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => ClassSet.Named("cityscape19"));

        Assert.Contains("Did you mean 'cityscapes19'?", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("camvid11", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_user_is_read_with_its_maps()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["small.yaml"], Small);

        ClassSet set = ClassSet.Resolve(folder["small.yaml"]);

        Assert.Equal("small", set.Name);
        Assert.Equal(new SegmentationClass(1, "ship", (255, 128, 0), ClassKind.Thing), set.Classes[1]);
        Assert.Equal([1], set.Things);
        Assert.Equal(1, set.MapFrom("chart")[9]);
        Assert.Equal(0, set.MapFrom("chart")[3]);
        Assert.Equal(255, set.MapFrom("chart")[0]);
        Assert.True(set.Allows(1) && set.Allows(255) && !set.Allows(2));
    }

    [Theory]
    [InlineData("kind: thing", "kind: beast", "line 6: kind: found 'beast'")]
    [InlineData("\"#ff8000\"", "\"#ff80\"", "line 5: color")]
    [InlineData("[0, 0, 255]", "[0, 0, 256]", "line 3: a colour's part: found '256'")]
    [InlineData("[0, 0, 255]", "[0, 255]", "line 3: color")]
    [InlineData("name: ship", "nom: ship", "line 4: unknown key 'nom'. Did you mean 'name'?")]
    [InlineData("name: ship", "name: Sea", "line 4: the class 'Sea' is named twice")]
    [InlineData("name: ship", "name: ''", "line 4: name: expected a text")]
    [InlineData("maps:", "mops:", "line 7: unknown key 'mops'. Did you mean 'maps'?")]
    [InlineData("{ship: [7, 9], sea: 3}", "{shop: [7]}", "line 8: maps: no class is called 'shop'. Did you mean 'ship'?")]
    [InlineData("sea: 3", "sea: 7", "line 8: source id 7 is given to two classes")]
    [InlineData("sea: 3", "sea: 255", "line 8: a source id: found '255'")]
    [InlineData("name: small\n", "", "the key 'name' is missing")]
    [InlineData("[0, 0, 255]", "[0, 0, 255", "not valid YAML")]
    public void A_malformed_file_is_refused_with_file_and_line(string part, string instead, string message)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["bad.yaml"], Small.ReplaceLineEndings("\n").Replace(part, instead, StringComparison.Ordinal));

        DatasetException wrong = Assert.Throws<DatasetException>(() => ClassSet.Load(folder["bad.yaml"]));

        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
        Assert.All(wrong.Faults, fault => Assert.Contains("bad.yaml", fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("just a text")]
    [InlineData("- a\n- list")]
    [InlineData("name: x\nclasses: []")]
    [InlineData("name: x\nclasses: {a: b}")]
    [InlineData("name: x\nclasses: [a, b]")]
    public void A_text_that_is_no_class_set_is_refused(string yaml)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["bad.yaml"], yaml);

        Assert.Throws<DatasetException>(() => ClassSet.Load(folder["bad.yaml"]));
    }

    [Fact]
    public void All_faults_of_a_file_are_reported_together()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["bad.yaml"], "name: x\nclasses:\n  - {name: a, color: red, kind: stuff}\n  - {name: b, color: [1, 2, 3], kind: no}\n");

        DatasetException wrong = Assert.Throws<DatasetException>(() => ClassSet.Load(folder["bad.yaml"]));

        Assert.Equal(2, wrong.Faults.Count);
    }

    [Theory]
    [InlineData("name: &n x\nclasses: [{name: *n, color: [1, 2, 3], kind: stuff}]", "line 1: anchors and aliases are not supported")]
    [InlineData("name: x\nname: y\nclasses: []", "line 2: 'name' is given twice")]
    [InlineData("name: x\nclasses: []\n---\nname: y", "has several YAML documents")]
    public void Yaml_beyond_plain_data_is_refused(string yaml, string message)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["bad.yaml"], yaml);

        DatasetException wrong = Assert.Throws<DatasetException>(() => ClassSet.Load(folder["bad.yaml"]));

        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("bad.yaml", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_or_a_folder_is_named_as_such()
    {
        using TempFolder folder = new();
        Assert.Contains(
            "none.yaml: there is no such file, and it was named as a class set",
            Assert.Throws<DatasetException>(() => ClassSet.Load(folder["none.yaml"])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is a folder, expected the YAML file", Assert.Throws<DatasetException>(() => ClassSet.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_size_of_a_file_are_bounded()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["deep.yaml"], $"name: {new string('[', 1000)}{new string(']', 1000)}");
        File.WriteAllText(folder["large.yaml"], new string('#', (1 << 20) + 1));

        DatasetException deep = Assert.Throws<DatasetException>(() => ClassSet.Load(folder["deep.yaml"]));
        DatasetException large = Assert.Throws<DatasetException>(() => ClassSet.Load(folder["large.yaml"]));

        Assert.Contains("nested deeper than", deep.Message, StringComparison.Ordinal);
        Assert.Contains("large.yaml: has 1048577 bytes", large.Message, StringComparison.Ordinal);
    }
}
